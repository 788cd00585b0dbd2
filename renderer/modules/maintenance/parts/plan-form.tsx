import { useTranslation } from 'react-i18next';
import type { TaskKind } from '../../../../shared/modules/maintenance/terms.ts';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { PlanFieldList } from './plan-field-list.tsx';
import styles from './plan-form.module.css';
import { type DraftPartProps, PlanRuleFields } from './plan-rule-fields.tsx';
import { PlanWindowFields } from './plan-window-fields.tsx';

interface PlanFormProps extends DraftPartProps {
  /** What the definition says in place of an interval nobody published. */
  readonly blank: string;
  readonly reason: string;
  readonly onReason: (reason: string) => void;
}

const kinds: readonly TaskKind[] = ['maintenance', 'function-check', 'qc', 'calibration'];

/** Everything a lab decides about one piece of standing work. */
export function PlanForm({ draft, onChange, blank, reason, onReason }: PlanFormProps) {
  const { t } = useTranslation('planForm');
  const { t: tAgenda } = useTranslation('agenda');
  const yesNo = (label: string, value: boolean, change: (value: boolean) => void) => (
    <ChoiceField
      label={label}
      layout="row"
      value={value ? 'yes' : 'no'}
      choices={(['yes', 'no'] as const).map((choice) => ({ value: choice, label: t(choice) }))}
      onChange={(choice) => change(choice === 'yes')}
    />
  );
  return (
    <>
      <Card title={t('task')}>
        <div className={styles.form}>
          <TextField
            label={t('task')}
            value={draft.title}
            onChange={(title) => onChange({ title })}
            isRequired
            autoFocus={draft.title === ''}
            maxLength={200}
          />
          <TextField
            label={t('detail')}
            value={draft.detail}
            onChange={(detail) => onChange({ detail })}
            isLong
            maxLength={4000}
          />
          <ChoiceField
            label={t('kind')}
            layout="row"
            value={draft.kind}
            choices={kinds.map((value) => ({ value, label: tAgenda(`kind.${value}`) }))}
            onChange={(kind) => onChange({ kind, mustPass: kind !== 'maintenance' })}
          />
        </div>
      </Card>
      <Card title={t('byTitle')}>
        <div className={styles.form}>
          {blank !== '' && <p>{t('blank', { blank })}</p>}
          <PlanRuleFields draft={draft} onChange={onChange} />
          <TextField
            label={t('source')}
            description={t('sourceMore')}
            value={draft.source}
            onChange={(source) => onChange({ source })}
            maxLength={600}
          />
          <TextField label={t('sop')} value={draft.sop} onChange={(sop) => onChange({ sop })} maxLength={200} />
        </div>
      </Card>
      <Card title={t('fields')}>
        <div className={styles.form}>
          <PlanFieldList draft={draft} onChange={onChange} />
          {yesNo(t('mustPass'), draft.mustPass, (mustPass) => onChange({ mustPass }))}
          {yesNo(t('needsSignature'), draft.needsSignature, (needsSignature) => onChange({ needsSignature }))}
          {yesNo(t('needsReview'), draft.needsReview, (needsReview) => onChange({ needsReview }))}
          <ChoiceField
            label={t('owner')}
            description={t('ownerMore')}
            layout="row"
            value={draft.owner}
            choices={(['lab', 'vendor'] as const).map((value) => ({ value, label: t(`owners.${value}`) }))}
            onChange={(owner) => onChange({ owner })}
          />
        </div>
      </Card>
      <Card title={t('regime')}>
        <div className={styles.form}>
          <PlanWindowFields draft={draft} onChange={onChange} />
        </div>
      </Card>
      <TextField label={t('reason')} value={reason} onChange={onReason} maxLength={500} />
    </>
  );
}

import { useTranslation } from 'react-i18next';
import { Card } from '../../../ui/card.tsx';
import { SwitchField } from '../../../ui/choice-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './calibration.module.css';
import { DecimalField } from './decimal-field.tsx';
import { wholeOf } from './decimals.ts';
import type { RunsDraft, TermsDraft } from './terms-draft.ts';
import { TermsParameters } from './terms-parameters.tsx';
import { TermsPreconditions } from './terms-preconditions.tsx';

interface TermsFormProps {
  readonly draft: TermsDraft;
  readonly onChange: (draft: TermsDraft) => void;
}

/** Everything a lab decides about calibrating one model. Numbers come from its manual; a blank stays a blank. */
export function TermsForm({ draft, onChange }: TermsFormProps) {
  const { t } = useTranslation('calibration');
  const change = (more: Partial<TermsDraft>) => onChange({ ...draft, ...more });
  const { factor, verification, qc, monthlyReview, precision } = draft;
  return (
    <>
      <Card title={t('terms.what')}>
        <TextField
          label={t('terms.titleField')}
          value={draft.title}
          onChange={(title) => change({ title })}
          isRequired
          maxLength={200}
        />
        <TextField
          label={t('terms.source')}
          description={t('terms.sourceMore')}
          value={draft.source}
          onChange={(source) => change({ source })}
          maxLength={600}
        />
        <TextField
          label={t('terms.detail')}
          value={draft.detail}
          onChange={(detail) => change({ detail })}
          maxLength={4000}
        />
      </Card>
      <TermsParameters parameters={draft.parameters} onChange={(parameters) => change({ parameters })} />
      <Card title={t('terms.precision')}>
        <SwitchField
          label={t('terms.precisionNeeded')}
          isOn={precision.isNeeded}
          onChange={(isNeeded) => change({ precision: { ...precision, isNeeded } })}
        />
        <RunsFields
          name={t('terms.precision')}
          runs={precision}
          onChange={(runs) => change({ precision: { ...precision, ...runs } })}
        />
      </Card>
      <Card title={t('terms.replicates')}>
        <RunsFields
          name={t('terms.replicates')}
          runs={draft.replicates}
          onChange={(replicates) => change({ replicates })}
        />
      </Card>
      <Card title={t('terms.factor')}>
        <div className={styles.pair}>
          {(['maxChange', 'lowest', 'highest'] as const).map((name) => (
            <DecimalField
              key={name}
              label={t(`terms.${name}`)}
              unit="%"
              value={factor[name]}
              onChange={(value) => change({ factor: { ...factor, [name]: value } })}
            />
          ))}
          <CountField
            label={t('terms.decimals')}
            value={factor.decimals}
            range={[0, 6]}
            onChange={(decimals) => change({ factor: { ...factor, decimals } })}
          />
        </div>
        <SourceField
          name={t('terms.factor')}
          value={factor.source}
          onChange={(source) => change({ factor: { ...factor, source } })}
        />
      </Card>
      <Card title={t('terms.verification')}>
        <div className={styles.pair}>
          <CountField
            label={t('terms.levels')}
            value={verification.levels}
            range={[1, 10]}
            onChange={(levels) => change({ verification: { ...verification, levels } })}
          />
          <CountField
            label={t('terms.months')}
            value={verification.months}
            range={[1, 60]}
            onChange={(months) => change({ verification: { ...verification, months } })}
          />
          <CountField
            label={t('terms.warnDays')}
            value={verification.warnDays}
            range={[0, 366]}
            onChange={(warnDays) => change({ verification: { ...verification, warnDays } })}
          />
        </div>
        <SourceField
          name={t('terms.verification')}
          value={verification.source}
          onChange={(source) => change({ verification: { ...verification, source } })}
        />
        <RunsFields
          name={t('terms.levelRuns')}
          runs={verification.replicates}
          onChange={(replicates) => change({ verification: { ...verification, replicates } })}
        />
      </Card>
      <Card title={t('terms.qc')}>
        <CountField
          label={t('terms.qcLevels')}
          value={qc.levels}
          range={[0, 6]}
          onChange={(levels) => change({ qc: { ...qc, levels } })}
        />
        <SourceField name={t('terms.qc')} value={qc.source} onChange={(source) => change({ qc: { ...qc, source } })} />
      </Card>
      <TermsPreconditions preconditions={draft.preconditions} onChange={(preconditions) => change({ preconditions })} />
      <Card title={t('terms.monthly')}>
        <SwitchField
          label={t('terms.monthlyNeeded')}
          isOn={monthlyReview.isNeeded}
          onChange={(isNeeded) => change({ monthlyReview: { ...monthlyReview, isNeeded } })}
        />
        {monthlyReview.isNeeded && (
          <>
            <TextField
              label={t('terms.monthlyTitle')}
              value={monthlyReview.title}
              onChange={(title) => change({ monthlyReview: { ...monthlyReview, title } })}
              maxLength={200}
            />
            <SourceField
              name={t('terms.monthly')}
              value={monthlyReview.source}
              onChange={(source) => change({ monthlyReview: { ...monthlyReview, source } })}
            />
          </>
        )}
      </Card>
    </>
  );
}

interface RunsFieldsProps {
  readonly name: string;
  readonly runs: RunsDraft;
  readonly onChange: (runs: RunsDraft) => void;
}

function RunsFields({ name, runs, onChange }: RunsFieldsProps) {
  const { t } = useTranslation('calibration');
  return (
    <>
      <div className={styles.pair}>
        {(['least', 'most', 'dropFirst'] as const).map((field) => (
          <CountField
            key={field}
            label={t(`terms.${field}`, { what: name })}
            value={runs[field]}
            range={field === 'dropFirst' ? [0, 10] : [1, 60]}
            canBeBlank={field !== 'dropFirst'}
            onChange={(value) => onChange({ ...runs, [field]: value })}
          />
        ))}
      </div>
      <SourceField name={name} value={runs.source} onChange={(source) => onChange({ ...runs, source })} />
    </>
  );
}

interface CountFieldProps {
  readonly label: string;
  readonly value: string;
  readonly range: readonly [least: number, most: number];
  readonly canBeBlank?: boolean;
  readonly onChange: (value: string) => void;
}

function CountField({ label, value, range: [least, most], canBeBlank = false, onChange }: CountFieldProps) {
  const { t } = useTranslation('calibration');
  const isRight = (canBeBlank && value.trim() === '') || wholeOf(value, least, most) !== null;
  return (
    <TextField
      label={label}
      value={value}
      onChange={onChange}
      error={isRight ? undefined : t('badCount', { least, most })}
      inputMode="numeric"
      maxLength={4}
    />
  );
}

interface SourceFieldProps {
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function SourceField({ name, value, onChange }: SourceFieldProps) {
  const { t } = useTranslation('calibration');
  return <TextField label={t('terms.sourceOf', { what: name })} value={value} onChange={onChange} maxLength={300} />;
}

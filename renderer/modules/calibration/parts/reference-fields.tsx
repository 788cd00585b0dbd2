import { useTranslation } from 'react-i18next';
import type { StandardRow } from '../../../../shared/modules/calibration/standards-contract.ts';
import type { CheckReference } from '../../../../shared/modules/calibration/standards-terms.ts';
import { DayField } from '../../../app/typed-fields.tsx';
import { useSay } from '../../../i18n/say.ts';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './calibration.module.css';

export interface ReferenceDraft {
  readonly kind: CheckReference['kind'];
  readonly standardId: string | null;
  readonly name: string;
  readonly certificate: string;
  readonly validTo: string;
  readonly basis: string;
}

export const noReference: ReferenceDraft = {
  kind: 'standard',
  standardId: null,
  name: '',
  certificate: '',
  validTo: '',
  basis: '',
};

/** What was compared with, or null while it is not said: the check can then not be evaluated. */
export function referenceOf(draft: ReferenceDraft, standards: readonly StandardRow[]): CheckReference | null {
  switch (draft.kind) {
    case 'standard': {
      const standard = standards.find(({ id }) => id === draft.standardId);
      return standard === undefined
        ? null
        : {
            kind: 'standard',
            standardId: standard.id,
            name: standard.name,
            // The host puts down how it stands; the page only says which one it was.
            relied: { state: standard.state, certificateId: null, number: '', validTo: null },
          };
    }
    case 'outside':
      return draft.name.trim() === ''
        ? null
        : {
            kind: 'outside',
            name: draft.name.trim(),
            certificate: draft.certificate.trim(),
            validTo: draft.validTo.trim() === '' ? null : draft.validTo.trim(),
          };
    case 'fixed-point':
      return draft.basis.trim() === '' ? null : { kind: 'fixed-point', basis: draft.basis.trim() };
  }
}

interface ReferenceFieldsProps {
  readonly draft: ReferenceDraft;
  readonly onChange: (draft: ReferenceDraft) => void;
  readonly standards: readonly StandardRow[];
}

/** What the standard was compared with, and what that rests on. */
export function ReferenceFields({ draft, onChange, standards }: ReferenceFieldsProps) {
  const { t } = useTranslation('calibration');
  const say = useSay();
  const change = (more: Partial<ReferenceDraft>) => onChange({ ...draft, ...more });
  return (
    <>
      <ChoiceField
        label={t('check.referenceKind')}
        value={draft.kind}
        onChange={(kind) => change({ kind })}
        choices={(['standard', 'outside', 'fixed-point'] as const).map((value) => ({
          value,
          label: t(`check.referenceKinds.${value}`),
        }))}
      />
      {draft.kind === 'standard' && (
        <SelectField
          label={t('check.which')}
          placeholder={t('check.choose')}
          value={draft.standardId}
          onChange={(standardId) => change({ standardId })}
          options={standards.map((standard) => ({
            value: standard.id,
            label: standard.name,
            detail: [say(`standards.kind.${standard.kind}`), say(`standards.state.${standard.state}`)].join(', '),
          }))}
        />
      )}
      {draft.kind === 'outside' && (
        <div className={styles.pair}>
          <TextField
            label={t('check.outsideName')}
            value={draft.name}
            onChange={(name) => change({ name })}
            maxLength={120}
          />
          <TextField
            label={t('certificate.number')}
            value={draft.certificate}
            onChange={(certificate) => change({ certificate })}
            maxLength={120}
          />
          <DayField
            label={t('certificate.validTo')}
            value={draft.validTo}
            onChange={(validTo) => change({ validTo })}
          />
        </div>
      )}
      {draft.kind === 'fixed-point' && (
        <TextField
          label={t('check.basis')}
          description={t('check.basisMore')}
          value={draft.basis}
          onChange={(basis) => change({ basis })}
          maxLength={200}
        />
      )}
    </>
  );
}

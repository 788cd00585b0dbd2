import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../../../shared/modules/calibration/sessions-contract.ts';
import type { Material } from '../../../../shared/modules/calibration/terms.ts';
import { DayField } from '../../../app/typed-fields.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './calibration.module.css';
import { DecimalField } from './decimal-field.tsx';
import { type MaterialRole, materialOf, textsOfMaterial } from './material-draft.ts';
import { useFormDraft } from './use-form-draft.ts';
import { useReadSession } from './use-read-session.ts';

interface MaterialSheetProps {
  readonly session: Session;
  readonly role: MaterialRole;
  readonly materialKey: string;
  /** What stands there now, or null for a new one. */
  readonly material: Material | null;
  readonly onClose: () => void;
}

/** Lot, expiry, open vial, traceability and what it is said to hold, with where that is written. */
export function MaterialSheet({ session, role, materialKey, material, onClose }: MaterialSheetProps) {
  const { t } = useTranslation('calibration');
  const { sessionId, terms } = session;
  const draft = useFormDraft(
    sessionId,
    `material/${materialKey}`,
    session.drafts,
    material === null ? {} : textsOfMaterial(material),
  );
  const readAgain = useReadSession(sessionId);
  const save = useMutation(
    useApi().calibration.sessions.setMaterial.mutationOptions({
      onSuccess: async () => {
        await draft.discard();
        await readAgain();
        onClose();
      },
    }),
  );
  const typed = materialOf(draft.of, { materialKey, role }, terms);
  const text = (field: string, more: { isRequired?: boolean; autoFocus?: boolean; isMono?: boolean } = {}) => (
    <TextField
      label={t(`material.${field as 'name'}`)}
      value={draft.of(field)}
      onChange={(value) => draft.set(field, value)}
      maxLength={field === 'lot' ? 80 : 120}
      {...more}
    />
  );
  return (
    <FormSheet
      title={t(`material.sheet.${role}`)}
      saveLabel={t('material.save')}
      canSave={typed !== null}
      mutation={save}
      onClose={onClose}
      onSave={() => typed !== null && save.mutate({ sessionId, material: typed })}
    >
      {text('name', { isRequired: true, autoFocus: true })}
      <div className={styles.pair}>
        {text('maker')}
        {text('lot', { isMono: true })}
        {role !== 'calibrator' && role !== 'sample' && text('level')}
      </div>
      {role === 'level' && (
        <ChoiceField
          label={t('material.rangePart')}
          layout="row"
          value={draft.of('rangePart') || 'none'}
          onChange={(value) => draft.set('rangePart', value)}
          choices={(['low', 'mid', 'high', 'none'] as const).map((value) => ({
            value: value as string,
            label: t(`material.range.${value}`),
          }))}
        />
      )}
      <div className={styles.pair}>
        <DayField
          label={t('material.expiresOn')}
          value={draft.of('expiresOn')}
          onChange={(value) => draft.set('expiresOn', value)}
        />
        <DayField
          label={t('material.openedOn')}
          value={draft.of('openedOn')}
          onChange={(value) => draft.set('openedOn', value)}
        />
        <TextField
          label={t('material.openDays')}
          unit={t('days')}
          value={draft.of('openDays')}
          onChange={(value) => draft.set('openDays', value)}
          inputMode="numeric"
          maxLength={3}
        />
      </div>
      <fieldset className={styles.fieldset}>
        <legend>{t('material.values')}</legend>
        {terms.parameters.map((parameter) => (
          <div key={parameter.key} className={styles.pair}>
            {(role === 'control' ? (['low', 'high'] as const) : (['assigned', 'uncertainty'] as const)).map((name) => (
              <DecimalField
                key={name}
                label={t(`material.value.${name}`, { parameter: parameter.label })}
                unit={parameter.unit}
                value={draft.of(`${name} ${parameter.key}`)}
                onChange={(value) => draft.set(`${name} ${parameter.key}`, value)}
              />
            ))}
          </div>
        ))}
      </fieldset>
      <TextField
        label={t('material.source')}
        description={t('material.sourceMore')}
        value={draft.of('source')}
        onChange={(value) => draft.set('source', value)}
        maxLength={300}
      />
      {role !== 'control' && text('traceability')}
    </FormSheet>
  );
}

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VerificationReason } from '../../../../shared/modules/calibration/terms.ts';
import { DayField } from '../../../app/typed-fields.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { civilDayOf, isCivilDay } from '../../../i18n/civil-day.ts';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

const kinds = [
  'reagents-changed',
  'critical-part',
  'qc-shift',
  'own-schedule',
  'other',
] as const satisfies readonly VerificationReason[];

/** Something happened that asks for a verification (42 CFR 493.1255(b)(3)). */
export function NoteTriggerSheet({
  instrumentId,
  onClose,
}: {
  readonly instrumentId: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('calibration');
  const [kind, setKind] = useState<VerificationReason | null>(null);
  const [on, setOn] = useState(() => civilDayOf(new Date()));
  const [note, setNote] = useState('');
  const save = useMutation(useApi().calibration.verification.noteTrigger.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('trigger.note')}
      saveLabel={t('trigger.save')}
      canSave={kind !== null && isCivilDay(on.trim())}
      mutation={save}
      onClose={onClose}
      onSave={() => kind !== null && save.mutate({ instrumentId, kind, on: on.trim(), note: note.trim() })}
    >
      <ChoiceField
        label={t('trigger.what')}
        value={kind}
        onChange={(value) => setKind(value)}
        autoFocus
        choices={kinds.map((value) => ({ value: value as VerificationReason, label: t(`reason.${value}`) }))}
      />
      <DayField label={t('trigger.on')} value={on} onChange={setOn} isRequired />
      <TextField label={t('note')} value={note} onChange={setNote} maxLength={1000} />
    </FormSheet>
  );
}

/** It needs no verification after all, and why. */
export function DismissTriggerSheet({
  triggerId,
  onClose,
}: {
  readonly triggerId: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('calibration');
  const [reason, setReason] = useState('');
  const save = useMutation(useApi().calibration.verification.dismissTrigger.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('trigger.dismissTitle')}
      saveLabel={t('trigger.dismiss')}
      canSave={reason.trim() !== ''}
      mutation={save}
      onClose={onClose}
      onSave={() => save.mutate({ triggerId, reason: reason.trim() })}
    >
      <p>{t('trigger.dismissMore')}</p>
      <TextField label={t('reason.label')} value={reason} onChange={setReason} isRequired autoFocus maxLength={1000} />
    </FormSheet>
  );
}

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ExemptionBasis, exemptionBasis } from '../../../../shared/modules/calibration/terms.ts';
import type { VerificationStanding } from '../../../../shared/modules/calibration/verification-contract.ts';
import { DayField, isDayOrEmpty } from '../../../app/typed-fields.tsx';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

/** The six-month clock is on by default; a lab that does without says why, and signs it. */
export function ExemptionSheet({
  standing,
  onClose,
}: {
  readonly standing: VerificationStanding;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('calibration');
  const signedAct = useSignedAct();
  const isEnding = standing.exemption !== null && !standing.exemption.isExpired;
  const [basis, setBasis] = useState<ExemptionBasis>(standing.exemption?.basis ?? 'factory-locked');
  const [reason, setReason] = useState('');
  const [untilOn, setUntilOn] = useState('');
  const set = useMutation(useApi().calibration.verification.setExemption.mutationOptions());
  const save = async () => {
    const input = {
      instrumentId: standing.instrumentId,
      isExempt: !isEnding,
      basis,
      reason: reason.trim(),
      untilOn: untilOn.trim() === '' ? null : untilOn.trim(),
    };
    const done = await signedAct({
      needsSignature: true,
      title: t(isEnding ? 'exemption.endTitle' : 'exemption.title', { instrument: standing.instrumentName }),
      lines: [
        { label: t('exemption.basisField'), value: t(`exemption.basis.${basis}`) },
        { label: t('reason.label'), value: input.reason },
        { label: t('exemption.until'), value: input.untilOn ?? t('exemption.noEnd') },
      ],
      meaning: 'approved',
      act: (signing) => set.mutateAsync({ ...input, signing }),
    });
    if (done !== null) onClose();
  };
  return (
    <FormSheet
      title={isEnding ? t('exemption.end') : t('exemption.justify')}
      saveLabel={t('exemption.save')}
      canSave={reason.trim() !== '' && isDayOrEmpty(untilOn)}
      mutation={set}
      onClose={onClose}
      onSave={() => void save().catch(() => undefined)}
    >
      <p>{t('exemption.more')}</p>
      {!isEnding && (
        <ChoiceField
          label={t('exemption.basisField')}
          value={basis}
          onChange={setBasis}
          choices={exemptionBasis.options.map((value) => ({ value, label: t(`exemption.basis.${value}`) }))}
        />
      )}
      <TextField label={t('reason.label')} value={reason} onChange={setReason} isRequired maxLength={1000} />
      {!isEnding && <DayField label={t('exemption.until')} value={untilOn} onChange={setUntilOn} />}
    </FormSheet>
  );
}

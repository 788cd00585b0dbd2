import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

interface VoidCheckSheetProps {
  readonly checkId: string;
  readonly standardId: string;
  readonly needsPassword: boolean;
  readonly onClose: () => void;
}

/** The check does not hold. It stays on record and counts no longer. */
export function VoidCheckSheet({ checkId, standardId, needsPassword, onClose }: VoidCheckSheetProps) {
  const { t } = useTranslation('calibration');
  const navigate = useNavigate();
  const signedAct = useSignedAct();
  const [reason, setReason] = useState('');
  const voidIt = useMutation(useApi().calibration.standards.equipment.voidCheck.mutationOptions());
  const save = async () => {
    const done = await signedAct({
      needsSignature: needsPassword,
      title: t('check.void'),
      lines: [{ label: t('reason.label'), value: reason.trim() }],
      meaning: 'performed',
      act: (signing) => voidIt.mutateAsync({ checkId, reason: reason.trim(), password: signing?.password ?? null }),
    });
    if (done !== null) await navigate({ to: '/standards/$standardId', params: { standardId } });
  };
  return (
    <FormSheet
      title={t('check.void')}
      saveLabel={t('check.voidSave')}
      canSave={reason.trim() !== ''}
      mutation={voidIt}
      onClose={onClose}
      onSave={() => void save().catch(() => undefined)}
    >
      <p>{t('check.voidMore')}</p>
      <TextField label={t('reason.label')} value={reason} onChange={setReason} isRequired autoFocus maxLength={500} />
    </FormSheet>
  );
}

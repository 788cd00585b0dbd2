import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Workstation } from '../../../../shared/modules/sync/workstations-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { SixWords } from './six-words.tsx';

interface RevokeSheetProps {
  readonly workstation: Workstation;
  readonly onClose: () => void;
}

/** Nothing a lost or retired workstation writes counts from now on. */
export function RevokeSheet({ workstation, onClose }: RevokeSheetProps) {
  const { t } = useTranslation('workstations');
  const { device, label, fingerprint } = workstation;
  const [reason, setReason] = useState('');
  const revoke = useMutation(useApi().sync.workstations.revoke.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('revoke.title', { label })}
      saveLabel={t('revoke.save')}
      canSave={reason.trim() !== ''}
      onSave={() => revoke.mutate({ device, reason })}
      onClose={onClose}
      mutation={revoke}
    >
      <p>{t('revoke.what')}</p>
      <SixWords title={t('words')} words={fingerprint} />
      <TextField label={t('revoke.reason')} value={reason} onChange={setReason} maxLength={500} isRequired autoFocus />
    </FormSheet>
  );
}

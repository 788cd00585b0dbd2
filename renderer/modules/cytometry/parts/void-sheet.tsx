import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckRow } from '../../../../shared/modules/cytometry/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

/** A check that does not hold; it stays on record. */
export function VoidSheet({ row, onClose }: { readonly row: CheckRow; readonly onClose: () => void }) {
  const { t } = useTranslation('cytometry');
  const [reason, setReason] = useState('');
  const mutation = useMutation(useApi().cytometry.void.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('voidOf', { on: formatCivilDay(row.on) })}
      saveLabel={t('void')}
      canSave={reason.trim() !== ''}
      mutation={mutation}
      onClose={onClose}
      onSave={() => mutation.mutate({ checkId: row.checkId, reason: reason.trim() })}
    >
      <p>{t('voidMore')}</p>
      <TextField label={t('reason')} value={reason} onChange={setReason} isRequired autoFocus maxLength={500} />
    </FormSheet>
  );
}

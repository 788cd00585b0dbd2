import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

interface VoidSheetProps {
  readonly what: string;
  readonly mutation: { readonly error: Error | null; readonly isPending: boolean };
  readonly onVoid: (reason: string) => void;
  readonly onClose: () => void;
}

/** What was entered in error: it stays on record and counts no longer. */
export function VoidSheet({ what, mutation, onVoid, onClose }: VoidSheetProps) {
  const { t } = useTranslation('processing');
  const [reason, setReason] = useState('');
  return (
    <FormSheet
      title={t('history.voidTitle', { what })}
      saveLabel={t('history.void')}
      canSave={reason.trim() !== ''}
      mutation={mutation}
      onClose={onClose}
      onSave={() => onVoid(reason.trim())}
    >
      <p>{t('history.voidMore')}</p>
      <TextField label={t('reason')} value={reason} onChange={setReason} isRequired autoFocus maxLength={500} />
    </FormSheet>
  );
}

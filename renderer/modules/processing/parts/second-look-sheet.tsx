import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

interface SecondLookSheetProps {
  readonly mutation: { readonly error: Error | null; readonly isPending: boolean };
  readonly onSave: (note: string) => void;
  readonly onClose: () => void;
}

/** The second person disagrees, and says with what. */
export function SecondLookSheet({ mutation, onSave, onClose }: SecondLookSheetProps) {
  const { t } = useTranslation('processing');
  const [note, setNote] = useState('');
  return (
    <FormSheet
      title={t('grading.disagreeTitle')}
      saveLabel={t('grading.disagree')}
      canSave={note.trim() !== ''}
      mutation={mutation}
      hasLongText
      onClose={onClose}
      onSave={() => onSave(note.trim())}
    >
      <TextField
        label={t('grading.disagreeTitle')}
        value={note}
        onChange={setNote}
        isRequired
        isLong
        autoFocus
        maxLength={1000}
      />
    </FormSheet>
  );
}

import { useState } from 'react';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

interface ReasonSheetProps {
  readonly title: string;
  /** What happens, and what stays. */
  readonly more?: string;
  readonly label: string;
  readonly saveLabel: string;
  /** Where a reason may be left out. */
  readonly isOptional?: boolean;
  readonly onSave: (reason: string) => void;
  readonly onClose: () => void;
  readonly mutation: { readonly error: Error | null; readonly isPending: boolean };
}

/** One act with its reason. */
export function ReasonSheet({ title, more, label, saveLabel, isOptional = false, ...rest }: ReasonSheetProps) {
  const { onSave, onClose, mutation } = rest;
  const [reason, setReason] = useState('');
  return (
    <FormSheet
      title={title}
      saveLabel={saveLabel}
      canSave={isOptional || reason.trim() !== ''}
      onSave={() => onSave(reason.trim())}
      onClose={onClose}
      mutation={mutation}
    >
      {more !== undefined && <p>{more}</p>}
      <TextField
        label={label}
        value={reason}
        onChange={setReason}
        isRequired={!isOptional}
        autoFocus
        maxLength={1000}
      />
    </FormSheet>
  );
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

interface EndSheetProps {
  readonly title: string;
  /** What ends: shown above the question. */
  readonly what: string;
  /** What was done is asked too, not only why something is dropped. */
  readonly asksWhat?: boolean;
  readonly mutation: { readonly error: Error | null; readonly isPending: boolean };
  readonly onSave: (how: { readonly as: 'done' | 'dropped'; readonly note: string }) => void;
  readonly onClose: () => void;
}

/** How a task, an action or a follow-up ended. What is dropped says why. */
export function EndSheet({ title, what, asksWhat = false, mutation, onSave, onClose }: EndSheetProps) {
  const { t } = useTranslation('cases');
  const [as, setAs] = useState<'done' | 'dropped'>('done');
  const [note, setNote] = useState('');
  const needsNote = as === 'dropped' || asksWhat;
  return (
    <FormSheet
      title={title}
      saveLabel={t('task.endSave')}
      canSave={!needsNote || note.trim() !== ''}
      mutation={mutation}
      onClose={onClose}
      onSave={() => onSave({ as, note })}
    >
      <p>{what}</p>
      <ChoiceField
        label={t('task.how')}
        layout="row"
        value={as}
        onChange={setAs}
        autoFocus
        choices={[
          { value: 'done', label: t('task.done') },
          { value: 'dropped', label: t('task.dropped') },
        ]}
      />
      <TextField
        label={t(as === 'dropped' ? 'task.droppedWhy' : asksWhat ? 'task.whatWasDone' : 'task.note')}
        value={note}
        onChange={setNote}
        isRequired={needsNote}
        maxLength={1000}
      />
    </FormSheet>
  );
}

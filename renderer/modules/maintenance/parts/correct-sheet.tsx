import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '../../../../shared/modules/maintenance/tasks-contract.ts';
import type { FieldEntry, RecordedField, TaskField } from '../../../../shared/modules/maintenance/terms.ts';
import { useNeedsPassword } from '../../../app/use-needs-password.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { entryText, withEntry } from './entry-text.ts';
import { FieldInput } from './field-input.tsx';

interface CorrectSheetProps {
  readonly task: TaskDetail;
  readonly needsSignature: boolean;
  readonly onClose: () => void;
}

/** New values beside the recorded ones, with the reason. */
export function CorrectSheet({ task, needsSignature, onClose }: CorrectSheetProps) {
  const { t } = useTranslation('task');
  const { t: tSheet } = useTranslation('sheet');
  const signedAct = useSignedAct();
  const isSigned = useNeedsPassword()(needsSignature);
  const [entries, setEntries] = useState<readonly FieldEntry[]>([]);
  const [note, setNote] = useState(task.note);
  const [reason, setReason] = useState('');
  const correct = useMutation(useApi().maintenance.tasks.correct.mutationOptions());
  const shown = (field: RecordedField): FieldEntry => entries.find(({ key }) => key === field.key) ?? entryPart(field);
  const isChanged = entries.length > 0 || note !== task.note;

  const save = async () => {
    const input = {
      hash: task.hash,
      entries: [...entries],
      performedOn: null,
      note: note === task.note ? null : note,
      reason: reason.trim(),
    };
    const done = await signedAct({
      needsSignature,
      title: tSheet('signTitle', { task: task.title, instrument: task.instrumentName }),
      lines: [
        ...task.fields
          .filter((field) => entries.some(({ key }) => key === field.key))
          .map((field) => ({
            label: field.label,
            value: `${entryText(field, field, tSheet) || t('empty')} → ${entryText(field, shown(field), tSheet) || t('empty')}`,
          })),
        { label: t('correctReason'), value: input.reason },
      ],
      meaning: 'performed',
      act: (signing) => correct.mutateAsync({ ...input, signing }),
    });
    if (done !== null) {
      onClose();
    }
  };

  return (
    <Sheet
      title={t('correctTitle')}
      isOpen
      onOpenChange={onClose}
      isDismissable={false}
      actions={
        <Button
          look="primary"
          hint="Ctrl+Enter"
          isDisabled={!isChanged || reason.trim() === ''}
          isPending={correct.isPending}
          onPress={() => void save().catch(() => undefined)}
        >
          {t('correctSave')}
        </Button>
      }
    >
      <p>{t('correctMore')}</p>
      {task.fields.map((field) => (
        <FieldInput
          key={field.key}
          instrumentId={task.instrumentId}
          field={asTaskField(field)}
          entry={shown(field)}
          onChange={(entry) => setEntries((before) => withEntry(before, entry))}
        />
      ))}
      <TextField label={tSheet('note')} value={note} onChange={setNote} maxLength={2000} />
      <TextField label={t('correctReason')} value={reason} onChange={setReason} isRequired maxLength={500} />
      {!isSigned && <MutationError mutation={correct} />}
    </Sheet>
  );
}

const entryPart = ({ key, value, reading, photo, note }: RecordedField): FieldEntry => ({
  key,
  value,
  reading,
  photo,
  note,
});

/** A recorded field can be entered again under the limits it had then; a choice among those it could pass by. */
const asTaskField = (field: RecordedField): TaskField => ({
  key: field.key,
  label: field.label,
  kind: field.kind === 'choice' ? 'text' : field.kind,
  unit: field.unit,
  low: field.low,
  high: field.high,
  choices: [],
  passChoices: field.passChoices,
  isRequired: false,
  wire: null,
  source: field.source,
});

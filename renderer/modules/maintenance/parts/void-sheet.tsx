import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '../../../../shared/modules/maintenance/tasks-contract.ts';
import { useNeedsPassword } from '../../../app/use-needs-password.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Button } from '../../../ui/button.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

interface VoidSheetProps {
  readonly task: TaskDetail;
  readonly needsSignature: boolean;
  readonly onClose: () => void;
}

/** A record that does not hold: it stays, marked, and the task is due again. */
export function VoidSheet({ task, needsSignature, onClose }: VoidSheetProps) {
  const { t } = useTranslation('task');
  const { t: tSheet } = useTranslation('sheet');
  const signedAct = useSignedAct();
  const isSigned = useNeedsPassword()(needsSignature);
  const [reason, setReason] = useState('');
  const withdraw = useMutation(useApi().maintenance.tasks.void.mutationOptions());
  const save = async () => {
    const input = { hash: task.hash, reason: reason.trim() };
    const done = await signedAct({
      needsSignature,
      title: t('voidTitle'),
      lines: [
        { label: tSheet('title'), value: tSheet('signTitle', { task: task.title, instrument: task.instrumentName }) },
        { label: t('performedOn'), value: formatCivilDay(task.performedOn) },
        { label: t('correctReason'), value: input.reason },
      ],
      meaning: 'performed',
      act: (signing) => withdraw.mutateAsync({ ...input, signing }),
    });
    if (done !== null) {
      onClose();
    }
  };
  return (
    <Sheet
      title={t('voidTitle')}
      isOpen
      onOpenChange={onClose}
      isDismissable={false}
      actions={
        <Button
          look="stop"
          isDisabled={reason.trim() === ''}
          isPending={withdraw.isPending}
          onPress={() => void save().catch(() => undefined)}
        >
          {t('voidSave')}
        </Button>
      }
    >
      <p>{t('voidMore')}</p>
      <TextField label={t('correctReason')} value={reason} onChange={setReason} isRequired maxLength={500} autoFocus />
      {!isSigned && <MutationError mutation={withdraw} />}
    </Sheet>
  );
}

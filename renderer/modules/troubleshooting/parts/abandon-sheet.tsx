import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GuideRun } from '../../../../shared/modules/troubleshooting/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

interface AbandonSheetProps {
  readonly runId: string;
  readonly onClose: () => void;
  readonly onDone: (run: GuideRun) => void;
}

/** Giving up needs a reason; what was answered stays in the record. */
export function AbandonSheet({ runId, onClose, onDone }: AbandonSheetProps) {
  const { t } = useTranslation('troubleshooting');
  const [reason, setReason] = useState('');
  const abandon = useMutation(
    useApi().troubleshooting.abandon.mutationOptions({
      onSuccess: (run) => {
        onDone(run);
        onClose();
      },
    }),
  );
  return (
    <Sheet
      title={t('abandonTitle')}
      isOpen
      onOpenChange={onClose}
      actions={
        <Button
          look="stop"
          isDisabled={reason.trim() === ''}
          isPending={abandon.isPending}
          onPress={() => abandon.mutate({ runId, reason })}
        >
          {t('abandon')}
        </Button>
      }
    >
      <TextField label={t('abandonWhy')} value={reason} onChange={setReason} autoFocus maxLength={500} />
      <MutationError mutation={abandon} />
    </Sheet>
  );
}

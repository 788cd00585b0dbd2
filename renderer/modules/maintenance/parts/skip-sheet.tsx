import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

interface SkipSheetProps {
  readonly planId: string;
  readonly occurrence: string;
  readonly onClose: () => void;
  readonly onSkipped: () => void;
}

/** Not done, and why. It is kept, and the task stays due. */
export function SkipSheet({ planId, occurrence, onClose, onSkipped }: SkipSheetProps) {
  const { t } = useTranslation('sheet');
  const [reason, setReason] = useState('');
  const skip = useMutation(
    useApi().maintenance.tasks.skip.mutationOptions({
      onSuccess: () => {
        onClose();
        onSkipped();
      },
    }),
  );
  return (
    <Sheet
      title={t('skipTitle')}
      isOpen
      onOpenChange={onClose}
      isDismissable={false}
      actions={
        <Button
          look="primary"
          hint="Enter"
          isDisabled={reason.trim() === ''}
          isPending={skip.isPending}
          onPress={() => skip.mutate({ planId, occurrence, reason })}
        >
          {t('skipSave')}
        </Button>
      }
    >
      <p>{t('skipMore')}</p>
      <TextField label={t('skipReason')} value={reason} onChange={setReason} isRequired maxLength={500} autoFocus />
      <MutationError mutation={skip} />
    </Sheet>
  );
}

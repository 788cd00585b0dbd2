import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

interface ResolveSheetProps {
  readonly errorId: string;
  readonly onClose: () => void;
}

/** Writes down what was done; the error is closed by that record. */
export function ResolveSheet({ errorId, onClose }: ResolveSheetProps) {
  const { t } = useTranslation('errors');
  const [whatWasDone, setWhatWasDone] = useState('');
  const resolve = useMutation(useApi().errors.resolve.mutationOptions({ onSuccess: onClose }));
  return (
    <Sheet
      title={t('error.resolve')}
      isOpen
      onOpenChange={onClose}
      isDismissable={false}
      state={<RecordMark place="draft" />}
      actions={
        <Button
          look="primary"
          isDisabled={whatWasDone.trim() === ''}
          isPending={resolve.isPending}
          hint="Ctrl+Enter"
          onPress={() => resolve.mutate({ errorId, whatWasDone })}
        >
          {t('error.resolveSave')}
        </Button>
      }
    >
      <TextField label={t('error.whatWasDone')} value={whatWasDone} onChange={setWhatWasDone} isLong autoFocus />
      <MutationError mutation={resolve} />
    </Sheet>
  );
}

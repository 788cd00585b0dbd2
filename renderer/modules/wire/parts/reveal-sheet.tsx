import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { CodeText, WireText } from '../../../ui/code-text.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

interface RevealSheetProps {
  readonly instrumentId: string;
  readonly entryId: number;
  readonly onClose: () => void;
}

/** Shows one frame unmasked: deliberate, with a reason, and recorded. What is shown is gone when the sheet closes. */
export function RevealSheet({ instrumentId, entryId, onClose }: RevealSheetProps) {
  const { t } = useTranslation('wire');
  const [reason, setReason] = useState('');
  const reveal = useMutation({ ...useApi().wire.reveal.mutationOptions(), gcTime: 0 });
  return (
    <Sheet
      title={t('revealTitle')}
      isOpen
      onOpenChange={onClose}
      actions={
        <Button
          look="primary"
          isDisabled={reason.trim().length < 3 || reveal.data !== undefined}
          isPending={reveal.isPending}
          onPress={() => reveal.mutate({ instrumentId, entryId, reason })}
        >
          {t('revealDo')}
        </Button>
      }
    >
      <Banner tone="info" title={t('revealNote')} />
      <TextField label={t('revealWhy')} value={reason} onChange={setReason} isRequired autoFocus maxLength={500} />
      <MutationError mutation={reveal} />
      {reveal.data !== undefined && (
        <>
          <p>
            <WireText text={reveal.data.text} />
          </p>
          <CodeText look="block" label={t('revealTitle')}>
            {reveal.data.hex}
          </CodeText>
        </>
      )}
    </Sheet>
  );
}

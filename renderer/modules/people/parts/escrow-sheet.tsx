import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { KeyOnPaper } from './key-typed-back.tsx';

interface EscrowSheetProps {
  /** What the button says. */
  readonly verb: string;
  /** What is removed when encryption is turned on; null where there is nothing. */
  readonly plainCopies: string | null;
  readonly onClose: () => void;
  readonly onProved: () => void;
}

/** The escrow code, to print or write down, and typed back group by group before anything is encrypted with it. */
export function EscrowSheet({ verb, plainCopies, onClose, onProved }: EscrowSheetProps) {
  const { t } = useTranslation('people');
  const api = useApi();
  // Shown for the moment and kept nowhere on the page.
  const code = useQuery(api.system.encryption.escrowCode.queryOptions({ meta: { topics: [] }, gcTime: 0 }));
  const [typed, setTyped] = useState('');
  const prove = useMutation(
    api.system.encryption.proveEscrowCode.mutationOptions({
      onSuccess: ({ isRight }) => {
        if (isRight) {
          onProved();
        }
      },
    }),
  );
  const answer = prove.data;
  const error =
    answer === undefined || answer.isRight
      ? undefined
      : answer.wrongGroups.length === 0
        ? t('encryption.wrong')
        : t('encryption.wrongGroups', { count: answer.wrongGroups.length, groups: answer.wrongGroups.join(', ') });
  return (
    <Sheet
      title={t('encryption.escrowTitle')}
      isOpen
      onOpenChange={onClose}
      isDismissable={false}
      actions={
        <Button
          look="primary"
          hint="Enter"
          isDisabled={typed.trim() === ''}
          isPending={prove.isPending}
          onPress={() => prove.mutate({ code: typed })}
        >
          {verb}
        </Button>
      }
    >
      <p>{t('encryption.escrowIntro')}</p>
      {plainCopies !== null && <p>{plainCopies}</p>}
      <Loaded query={code}>
        {({ groups }) => (
          <>
            <KeyOnPaper title={t('encryption.escrowTitle')} groups={groups} more={t('encryption.keep')} />
            <TextField
              label={t('encryption.typeBack')}
              description={t('encryption.typeBackMore')}
              value={typed}
              onChange={(text) => {
                setTyped(text);
                prove.reset();
              }}
              isMono
              maxLength={400}
              autoFocus
              error={error}
            />
          </>
        )}
      </Loaded>
      <MutationError mutation={prove} />
    </Sheet>
  );
}

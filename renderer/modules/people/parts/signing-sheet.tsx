import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../../app/button-link.tsx';
import {
  closeSigning,
  type SignatureMeaning,
  type SigningProof,
  type SigningRequest,
  useSigningState,
} from '../../../app/signing.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

interface SigningSheetProps {
  readonly request: SigningRequest<unknown>;
}

/** Shows exactly what is signed and what the signature says, and takes the password (design.md, Signing). */
export function SigningSheet({ request }: SigningSheetProps) {
  const { t } = useTranslation('people');
  const actor = useQuery(useApi().system.about.queryOptions({ meta: { topics: ['system', 'people'] } })).data?.actor;
  const meanings = typeof request.meaning === 'string' ? [request.meaning] : request.meaning;
  const [chosen, setChosen] = useState<SignatureMeaning | null>(meanings.length === 1 ? (meanings[0] ?? null) : null);
  const [password, setPassword] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const act = useMutation({
    mutationFn: (proof: SigningProof) => request.act(proof),
    onSuccess: (result) => useSigningState.getState().settle({ result }),
    onError: () => {
      setPassword('');
      field.current?.focus();
    },
  });
  const isAccount = actor?.kind === 'account';
  return (
    <Sheet
      title={t('signing.title')}
      isOpen
      onOpenChange={closeSigning}
      isDismissable={false}
      state={t('signing.notSigned')}
      actions={
        isAccount && (
          <>
            <Button onPress={closeSigning}>{t('signing.cancel')}</Button>
            <Button
              look="primary"
              icon="signed"
              hint="Enter"
              isDisabled={password === '' || chosen === null}
              isPending={act.isPending}
              onPress={() => chosen !== null && act.mutate({ password, meaning: chosen })}
            >
              {t('signing.sign')}
            </Button>
          </>
        )
      }
    >
      <h3>{request.title}</h3>
      <section aria-label={t('signing.what')}>
        <KeyValue rows={request.lines.map(({ label, value }, index) => ({ key: `${index} ${label}`, label, value }))} />
      </section>
      <ChoiceField
        label={t('signing.meaning')}
        value={chosen}
        onChange={setChosen}
        choices={meanings.map((value) => ({ value, label: t(`signing.meanings.${value}`) }))}
        autoFocus={chosen === null}
      />
      {actor !== undefined && !isAccount && (
        <Banner
          tone="info"
          title={t('signing.noAccount')}
          action={
            <ButtonLink to="/settings" onPress={closeSigning}>
              {t('signing.setUpOwner')}
            </ButtonLink>
          }
        >
          <p>{t('signing.noAccountMore')}</p>
        </Banner>
      )}
      {isAccount && (
        <TextField
          label={t('signing.password', { name: actor.name })}
          description={t('signing.passwordHint')}
          type="password"
          value={password}
          onChange={setPassword}
          isRequired
          autoFocus={chosen !== null}
          maxLength={200}
          inputRef={field}
        />
      )}
      <MutationError mutation={act} />
    </Sheet>
  );
}

import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../../app/button-link.tsx';
import { setWhoOpen } from '../../../app/overlays.ts';
import {
  closeSigning,
  type SignatureMeaning,
  type SigningProof,
  type SigningRequest,
  useSigningState,
} from '../../../app/signing.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { useSay } from '../../../i18n/say.ts';
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
  const say = useSay();
  const { held, person } = useSession();
  const meanings = typeof request.meaning === 'string' ? [request.meaning] : request.meaning;
  const [chosen, setChosen] = useState<SignatureMeaning | null>(meanings.length === 1 ? (meanings[0] ?? null) : null);
  const [password, setPassword] = useState('');
  const statement = say('people.certification');
  const certify = useMutation(useApi().people.certify.mutationOptions());
  const mustCertify = person?.hasCertified === false;
  const field = useRef<HTMLInputElement>(null);
  const act = useMutation({
    mutationFn: async (proof: SigningProof) => {
      // Certified once; should the act itself be refused afterwards, that stands.
      if (mustCertify) {
        await certify.mutateAsync({ password: proof.password, statement });
      }
      return request.act(proof);
    },
    onSuccess: (result) => useSigningState.getState().settle({ result }),
    onError: () => {
      setPassword('');
      field.current?.focus();
    },
  });
  return (
    <Sheet
      title={t('signing.title')}
      isOpen
      onOpenChange={closeSigning}
      isDismissable={false}
      state={t('signing.notSigned')}
      actions={
        person !== null && (
          <>
            <Button look="quiet" icon="person" onPress={() => setWhoOpen(true)}>
              {t('signing.someoneElse')}
            </Button>
            <Button onPress={closeSigning}>{t('signing.cancel')}</Button>
            <Button
              look="primary"
              icon="signed"
              hint="Enter"
              isDisabled={password === '' || chosen === null}
              isPending={act.isPending}
              onPress={() => chosen !== null && act.mutate({ password, meaning: chosen })}
            >
              {t(mustCertify ? 'signing.certifyAndSign' : 'signing.sign')}
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
      {held?.state === 'no-owner' && (
        <Banner
          tone="info"
          title={t('signing.noAccount')}
          action={
            <ButtonLink to="/people/owner" onPress={closeSigning}>
              {t('signing.setUpOwner')}
            </ButtonLink>
          }
        >
          <p>{t('signing.noAccountMore')}</p>
        </Banner>
      )}
      {mustCertify && (
        <section aria-label={t('signing.certify')}>
          <h3>{t('signing.certify')}</h3>
          <p>{statement}</p>
        </section>
      )}
      {person !== null && (
        <TextField
          label={t('signing.password', { name: person.printedName })}
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

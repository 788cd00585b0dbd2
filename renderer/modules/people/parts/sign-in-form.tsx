import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionState } from '../../../../shared/modules/people/contract.ts';
import { useBadgeTaker } from '../../../app/scan-taker.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { toPageError } from '../../../data/page-error.ts';
import { Button } from '../../../ui/button.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { OwnForm } from '../../../ui/own-form.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { PersonPicker, type PickedPerson } from './person-picker.tsx';
import styles from './sign-in-form.module.css';
import { useBadgeScan } from './use-badge-scan.ts';

interface SignInFormProps {
  /** Whose PIN or password is asked for first; null begins with the question who it is. */
  readonly first: string | null;
  /** Who acts already and is not to be chosen. */
  readonly leaveOut?: string;
  /** What the button says. */
  readonly verb: string;
  readonly onDone?: (state: SessionState) => void;
}

/** Name, then PIN or password; or a badge at any time. By keyboard, finger or scanner alone. */
export function SignInForm({ first, leaveOut, verb, onDone }: SignInFormProps) {
  const { t } = useTranslation('people');
  const api = useApi();
  const queries = useQueryClient();
  const names = useQuery(api.people.signInNames.queryOptions());
  const [picked, setPicked] = useState<string | null>(first);
  const enter = useRef(() => false);
  /** Keys may have been a hand's; what came by cable was scanned. */
  const isTypedScan = useRef(true);
  const take = (state: SessionState) => {
    queries.setQueryData(api.people.state.queryKey(), state);
    onDone?.(state);
  };
  const byBadge = useMutation(
    api.people.switchByBadge.mutationOptions({
      onSuccess: take,
      onError: (error) => {
        // Fast fingers look like a scanner: then it is no badge, and Enter means what it always means.
        if (isTypedScan.current && toPageError(error).code === 'people/unknown-badge' && enter.current()) {
          byBadge.reset();
        }
      },
    }),
  );
  const scan = (badge: string, isTyped: boolean) => {
    isTypedScan.current = isTyped;
    byBadge.mutate({ badge });
  };
  useBadgeScan((badge) => scan(badge, true));
  useBadgeTaker((badge) => scan(badge, false));
  return (
    <Loaded query={names}>
      {(all) => {
        const people = all.filter(({ personId }) => personId !== leaveOut);
        const only = people.length === 1 ? people[0] : undefined;
        const person = people.find(({ personId }) => personId === picked) ?? only;
        return (
          <div className={styles.form}>
            {person === undefined ? (
              <PersonPicker people={people} onPick={({ personId }) => setPicked(personId)} enterRef={enter} />
            ) : (
              <Prove
                key={person.personId}
                person={person}
                verb={person.personId === first ? verb : t('session.prove.signIn')}
                enterRef={enter}
                onDone={take}
                {...(only === undefined ? { onOther: () => setPicked(null) } : {})}
              />
            )}
            <MutationError mutation={byBadge} />
          </div>
        );
      }}
    </Loaded>
  );
}

interface ProveProps {
  readonly person: PickedPerson;
  readonly verb: string;
  readonly enterRef: { current: () => boolean };
  readonly onDone: (state: SessionState) => void;
  readonly onOther?: () => void;
}

function Prove({ person, verb, enterRef, onDone, onOther }: ProveProps) {
  const { t } = useTranslation('people');
  const api = useApi();
  // Until the first letter the list may still say that there is a PIN.
  const [taken, setWay] = useState<'pin' | 'password' | null>(null);
  const way = taken ?? (person.hasPin ? 'pin' : 'password');
  const [secret, setSecret] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const askAgain = () => {
    setSecret('');
    field.current?.focus();
  };
  const options = { onSuccess: onDone, onError: askAgain };
  const byPin = useMutation(api.people.switchByPin.mutationOptions(options));
  const byPassword = useMutation(api.people.signIn.mutationOptions(options));
  const isPending = byPin.isPending || byPassword.isPending;
  const submit = (): boolean => {
    if (secret === '' || isPending) {
      return false;
    }
    if (way === 'pin') {
      byPin.mutate({ personId: person.personId, pin: secret });
    } else {
      byPassword.mutate({ signInName: person.signInName, password: secret });
    }
    return true;
  };
  enterRef.current = submit;
  const name = person.printedName;
  const change = (to: 'pin' | 'password') => {
    byPin.reset();
    byPassword.reset();
    setWay(to);
    askAgain();
  };
  return (
    <OwnForm onSubmit={submit}>
      <TextField
        key={way}
        label={t(`session.prove.${way}`, { name })}
        description={t(way === 'pin' ? 'session.prove.pinHint' : 'session.prove.badge')}
        type="password"
        inputMode={way === 'pin' ? 'numeric' : 'text'}
        value={secret}
        onChange={(text) => {
          setSecret(text);
          setWay(way);
        }}
        inputRef={field}
        maxLength={256}
        autoFocus
      />
      <MutationError mutation={way === 'pin' ? byPin : byPassword} />
      <div className={styles.buttons}>
        {onOther !== undefined && (
          <Button look="quiet" icon="person" onPress={onOther}>
            {t('session.prove.someoneElse')}
          </Button>
        )}
        {person.hasPin && (
          <Button look="quiet" onPress={() => change(way === 'pin' ? 'password' : 'pin')}>
            {t(way === 'pin' ? 'session.prove.usePassword' : 'session.prove.usePin')}
          </Button>
        )}
        <Button look="primary" hint="Enter" isDisabled={secret === ''} isPending={isPending} onPress={() => submit()}>
          {verb}
        </Button>
      </div>
    </OwnForm>
  );
}

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { OwnForm } from '../../../ui/own-form.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { KeyTypedBack } from './key-typed-back.tsx';
import { NewTwice } from './new-twice.tsx';
import styles from './sign-in-form.module.css';

/** A lost password: with the printed recovery key, or by two administrators. No network, no e-mail. */
export function RecoverForms({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('people');
  const [way, setWay] = useState<'key' | 'two'>('key');
  return (
    <>
      <ChoiceField
        label={t('recover.way')}
        value={way}
        onChange={setWay}
        choices={[
          { value: 'key', label: t('recover.byKey'), detail: t('recover.byKeyMore') },
          { value: 'two', label: t('recover.byTwo'), detail: t('recover.byTwoMore') },
        ]}
      />
      {way === 'key' ? <ByKey onDone={onDone} /> : <ByTwo onDone={onDone} />}
    </>
  );
}

function ByKey({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('people');
  const [recoveryKey, setKey] = useState('');
  const [signInName, setName] = useState('');
  const [newPassword, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const recover = useMutation(useApi().people.recoverWithKey.mutationOptions());
  const isReady = recoveryKey.trim() !== '' && signInName.trim() !== '' && newPassword !== '' && newPassword === again;
  const submit = () => isReady && recover.mutate({ recoveryKey, signInName, newPassword });
  if (recover.data !== undefined) {
    return <KeyTypedBack recoveryKey={recover.data.recoveryKey} intro={t('recover.usedUp')} onProved={onDone} />;
  }
  return (
    <OwnForm onSubmit={submit} isDisabled={!isReady || recover.isPending}>
      <TextField
        label={t('recover.key')}
        description={t('recover.keyHint')}
        value={recoveryKey}
        onChange={setKey}
        isMono
        maxLength={120}
      />
      <TextField label={t('recover.whose')} value={signInName} onChange={setName} maxLength={60} />
      <NewTwice first={newPassword} again={again} onFirst={setPassword} onAgain={setAgain} />
      <MutationError mutation={recover} />
      <div className={styles.buttons}>
        <Button look="primary" isDisabled={!isReady} isPending={recover.isPending} onPress={submit}>
          {t('recover.save')}
        </Button>
      </div>
    </OwnForm>
  );
}

const nobody = { signInName: '', password: '' };

function ByTwo({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('people');
  const [first, setFirst] = useState(nobody);
  const [second, setSecond] = useState(nobody);
  const [signInName, setName] = useState('');
  const [newPassword, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [reason, setReason] = useState('');
  const recover = useMutation(useApi().people.recoverByTwo.mutationOptions());
  const isReady =
    [first.signInName, second.signInName, signInName, reason].every((text) => text.trim() !== '') &&
    first.password !== '' &&
    second.password !== '' &&
    newPassword !== '' &&
    newPassword === again;
  const submit = () => isReady && recover.mutate({ first, second, signInName, newPassword, reason });
  if (recover.isSuccess) {
    return (
      <Banner
        tone="good"
        title={t('recover.doneByTwo')}
        action={<Button onPress={onDone}>{t('session.back')}</Button>}
      />
    );
  }
  return (
    <OwnForm onSubmit={submit} isDisabled={!isReady || recover.isPending}>
      {(
        [
          ['first', first, setFirst],
          ['second', second, setSecond],
        ] as const
      ).map(([key, administrator, set]) => (
        <fieldset key={key} className={styles.pair}>
          <legend>{t(`recover.${key}`)}</legend>
          <TextField
            label={t('recover.administrator')}
            value={administrator.signInName}
            onChange={(name) => set({ ...administrator, signInName: name })}
            maxLength={60}
          />
          <TextField
            label={t('recover.theirPassword')}
            type="password"
            value={administrator.password}
            onChange={(password) => set({ ...administrator, password })}
            maxLength={256}
          />
        </fieldset>
      ))}
      <TextField label={t('recover.whose')} value={signInName} onChange={setName} maxLength={60} />
      <NewTwice first={newPassword} again={again} onFirst={setPassword} onAgain={setAgain} />
      <TextField label={t('recover.reason')} value={reason} onChange={setReason} maxLength={500} />
      <MutationError mutation={recover} />
      <div className={styles.buttons}>
        <Button look="primary" isDisabled={!isReady} isPending={recover.isPending} onPress={submit}>
          {t('recover.save')}
        </Button>
      </div>
    </OwnForm>
  );
}

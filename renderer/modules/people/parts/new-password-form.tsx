import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { OwnForm } from '../../../ui/own-form.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { NewTwice } from './new-twice.tsx';
import styles from './sign-in-form.module.css';

interface NewPasswordFormProps {
  /** Whose password it is; a password manager and a screen reader want to know. */
  readonly signInName: string;
  readonly onDone?: () => void;
}

/** The old password once, the new one twice. */
export function NewPasswordForm({ signInName, onDone }: NewPasswordFormProps) {
  const { t } = useTranslation('people');
  const api = useApi();
  const queries = useQueryClient();
  const [old, setOld] = useState('');
  const [first, setFirst] = useState('');
  const [again, setAgain] = useState('');
  const change = useMutation(
    api.people.changePassword.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: api.people.state.queryKey() });
        setOld('');
        setFirst('');
        setAgain('');
        onDone?.();
      },
    }),
  );
  const isReady = old !== '' && first !== '' && first === again;
  const submit = () => isReady && change.mutate({ oldPassword: old, newPassword: first });
  return (
    <OwnForm onSubmit={submit} isDisabled={!isReady || change.isPending}>
      <TextField
        label={t('session.newPassword.old')}
        description={signInName}
        type="password"
        value={old}
        onChange={setOld}
        maxLength={256}
        autoFocus
      />
      <NewTwice first={first} again={again} onFirst={setFirst} onAgain={setAgain} />
      <MutationError mutation={change} />
      <div className={styles.buttons}>
        <Button look="primary" isDisabled={!isReady} isPending={change.isPending} onPress={submit}>
          {t('session.newPassword.save')}
        </Button>
      </div>
    </OwnForm>
  );
}

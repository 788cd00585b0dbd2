import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionState } from '../../../../shared/modules/people/contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { useSay } from '../../../i18n/say.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { OwnForm } from '../../../ui/own-form.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { NewPasswordForm } from '../parts/new-password-form.tsx';
import styles from '../parts/people.module.css';
import { QuickKey } from '../parts/quick-key.tsx';

type Me = NonNullable<SessionState['person']>;

/** What a person sets for themselves: password, PIN, badge, and the certification of their signature. */
export function AccountScreen() {
  const { t } = useTranslation('people');
  const { person } = useSession();
  return (
    <Screen title={t('admin.account.title')}>
      {person === null ? <EmptyState title={t('admin.account.none')} /> : <Mine key={person.personId} me={person} />}
    </Screen>
  );
}

function Mine({ me }: { readonly me: Me }) {
  const { t } = useTranslation('people');
  const say = useSay();
  const [isChanging, setChanging] = useState(false);
  const [isSaved, setSaved] = useState(false);
  return (
    <div className={styles.narrow}>
      <Card title={t('admin.account.facts')}>
        <KeyValue
          rows={[
            { label: t('admin.list.name'), value: me.printedName },
            { label: t('admin.list.signInName'), value: me.signInName },
            { label: t('admin.add.initials'), value: me.initials },
            { label: t('admin.list.roles'), value: me.roles.map((role) => say(`people.role.${role}`)).join(', ') },
          ]}
        />
      </Card>
      <Card title={t('admin.account.password')}>
        {isSaved && <Banner tone="good" title={t('admin.account.saved')} />}
        {isChanging ? (
          <NewPasswordForm
            signInName={me.signInName}
            onDone={() => {
              setChanging(false);
              setSaved(true);
            }}
          />
        ) : (
          <span>
            <Button onPress={() => setChanging(true)}>{t('admin.account.changePassword')}</Button>
          </span>
        )}
      </Card>
      <QuickKey kind="pin" isSet={me.hasPin} />
      <QuickKey kind="badge" isSet={me.hasBadge} />
      <Signature hasCertified={me.hasCertified} />
    </div>
  );
}

function Signature({ hasCertified }: { readonly hasCertified: boolean }) {
  const { t } = useTranslation('people');
  const say = useSay();
  const api = useApi();
  const queries = useQueryClient();
  const [password, setPassword] = useState('');
  const statement = say('people.certification');
  const certify = useMutation(
    api.people.certify.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: api.people.state.queryKey() }),
      onError: () => setPassword(''),
    }),
  );
  const submit = () => password !== '' && certify.mutate({ password, statement });
  return (
    <Card title={t('admin.account.signature')}>
      {hasCertified ? (
        <StateMark tone="good">{t('admin.account.certified')}</StateMark>
      ) : (
        <>
          <p>{t('admin.account.notCertified')}</p>
          <p>
            <strong>{statement}</strong>
          </p>
          <OwnForm onSubmit={submit} isDisabled={password === '' || certify.isPending}>
            <TextField
              label={t('admin.account.ownPassword')}
              type="password"
              value={password}
              onChange={setPassword}
              maxLength={256}
            />
            <MutationError mutation={certify} />
            <Button onPress={submit} isDisabled={password === ''} isPending={certify.isPending}>
              {t('admin.account.certify')}
            </Button>
          </OwnForm>
        </>
      )}
    </Card>
  );
}

import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { OwnForm } from '../../../ui/own-form.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './people.module.css';

/** Five to sixty minutes (decision 23); whoever manages people may change it. */
export function IdleLock() {
  const { t } = useTranslation('people');
  const api = useApi();
  const { may } = useSession();
  const policy = useQuery(api.people.policy.queryOptions());
  const [typed, setTyped] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const save = useMutation(
    api.people.savePolicy.mutationOptions({
      onSuccess: () => {
        setTyped(null);
        setReason('');
      },
    }),
  );
  return (
    <Card title={t('admin.idle.title')}>
      <p className={styles.more}>{t('admin.idle.more')}</p>
      <Loaded query={policy}>
        {({ idleMinutes, lockOutTries, lockOutMinutes }) => {
          const text = typed ?? String(idleMinutes);
          const minutes = /^\d{1,2}$/.test(text.trim()) ? Number(text) : Number.NaN;
          const isValid = minutes >= 5 && minutes <= 60;
          const isReady = isValid && minutes !== idleMinutes && reason.trim() !== '';
          const submit = () => isReady && save.mutate({ idleMinutes: minutes, reason });
          return (
            <OwnForm onSubmit={submit} isDisabled={!isReady || save.isPending}>
              <TextField
                label={t('admin.idle.minutes')}
                value={text}
                onChange={setTyped}
                inputMode="numeric"
                isDisabled={!may('people.manage')}
                error={isValid ? undefined : t('admin.idle.range')}
              />
              {isValid && minutes !== idleMinutes && (
                <>
                  <TextField
                    label={t('admin.person.reason')}
                    value={reason}
                    onChange={setReason}
                    maxLength={500}
                    isRequired
                  />
                  <Button onPress={submit} isDisabled={!isReady} isPending={save.isPending}>
                    {t('admin.idle.save')}
                  </Button>
                </>
              )}
              <MutationError mutation={save} />
              <p className={styles.more}>{t('admin.idle.lockOut', { tries: lockOutTries, count: lockOutMinutes })}</p>
            </OwnForm>
          );
        }}
      </Loaded>
    </Card>
  );
}

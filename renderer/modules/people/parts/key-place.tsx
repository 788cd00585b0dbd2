import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './people.module.css';

/** The contract takes no shorter passphrase. */
const LEAST = 12;

/** Where the keys of this machine lie: in its key store, or behind a passphrase that is asked for at each start. */
export function KeyPlace() {
  const { t } = useTranslation('people');
  const api = useApi();
  const state = useQuery(api.system.encryption.state.queryOptions());
  const [isAsking, setAsking] = useState(false);
  const toStore = useMutation(api.system.encryption.useKeyStore.mutationOptions());
  return (
    <Card title={t('encryption.keys.title')}>
      <Loaded query={state}>
        {({ keyProvider }) => (
          <>
            <p>{t(`encryption.key.${keyProvider}`)}</p>
            <p className={styles.more}>{t('encryption.keys.more')}</p>
            {toStore.isSuccess && <Banner tone="info" title={t('encryption.restarting')} />}
            <MutationError mutation={toStore} />
            <div className={styles.buttons}>
              <Button onPress={() => setAsking(true)}>
                {t(keyProvider === 'passphrase' ? 'encryption.keys.change' : 'encryption.keys.set')}
              </Button>
              {keyProvider === 'passphrase' && (
                <Button look="quiet" isPending={toStore.isPending} onPress={() => toStore.mutate(undefined)}>
                  {t('encryption.keys.toStore')}
                </Button>
              )}
            </div>
          </>
        )}
      </Loaded>
      {isAsking && <PassphraseSheet onClose={() => setAsking(false)} />}
    </Card>
  );
}

function PassphraseSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('people');
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const save = useMutation(useApi().system.encryption.usePassphrase.mutationOptions({ onSuccess: onClose }));
  return (
    <Sheet
      title={t('encryption.keys.set')}
      isOpen
      onOpenChange={onClose}
      isDismissable={false}
      actions={
        <Button
          look="primary"
          hint="Enter"
          isDisabled={passphrase.length < LEAST || passphrase !== again}
          isPending={save.isPending}
          onPress={() => save.mutate({ passphrase })}
        >
          {t('encryption.keys.set')}
        </Button>
      }
    >
      <p>{t('encryption.keys.warning')}</p>
      <TextField
        label={t('encryption.keys.passphrase')}
        description={t('password.rule')}
        type="password"
        value={passphrase}
        onChange={setPassphrase}
        maxLength={200}
        isRequired
        autoFocus
      />
      <TextField
        label={t('password.again')}
        type="password"
        value={again}
        onChange={setAgain}
        maxLength={200}
        isRequired
        error={again !== '' && !passphrase.startsWith(again) ? t('password.differ') : undefined}
      />
      <MutationError mutation={save} />
    </Sheet>
  );
}

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getBridge } from '../../../data/bridge.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { toPageError } from '../../../data/page-error.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { OwnForm } from '../../../ui/own-form.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { BundlePreviewView } from './bundle-preview.tsx';
import styles from './sync.module.css';

/** A bundle is chosen, looked through, shown, and only then taken. */
export function ReadBundleCard({ isBusy }: { readonly isBusy: boolean }) {
  const { t } = useTranslation('bundles');
  const api = useApi().sync.bundles;
  const open = useMutation(api.open.mutationOptions());
  const look = useMutation(api.look.mutationOptions());
  const take = useMutation(api.take.mutationOptions());
  const carry = useMutation(api.carry.mutationOptions());
  const [passphrase, setPassphrase] = useState('');
  const token = open.data?.token;
  const choose = async () => {
    const chosen = await getBridge()?.chooseFileToOpen('bundle');
    if (chosen == null) return;
    for (const each of [look, take, carry]) each.reset();
    setPassphrase('');
    open.mutate({ grant: chosen.grant }, { onSuccess: (file) => look.mutate({ token: file.token, passphrase: null }) });
  };
  const lookAgain = () => token !== undefined && look.mutate({ token, passphrase });
  const found = look.data;
  const refusal = look.error === null ? '' : toPageError(look.error).code;
  const wantsPassphrase = ['bundle/passphrase-needed', 'bundle/wrong-passphrase'].includes(refusal);
  // What is for others, or needs a passphrase nobody here knows, can still be handed on.
  const canCarry = token !== undefined && carry.data === undefined && take.data === undefined;
  return (
    <Card title={t('read.title')}>
      <div className={styles.actions}>
        <Button
          icon="file"
          onPress={() => void choose()}
          isPending={open.isPending || look.isPending}
          isDisabled={isBusy || getBridge() === null}
        >
          {t(token === undefined ? 'read.choose' : 'read.other')}
        </Button>
      </div>
      <MutationError mutation={open} />
      <MutationError mutation={look} />
      {wantsPassphrase && (
        <OwnForm onSubmit={lookAgain} isDisabled={passphrase === '' || look.isPending}>
          <div className={styles.fields}>
            <TextField
              label={t('read.passphrase')}
              value={passphrase}
              onChange={setPassphrase}
              type="password"
              maxLength={200}
              autoFocus
            />
            <div>
              <Button onPress={lookAgain} isPending={look.isPending} isDisabled={passphrase === ''}>
                {t('read.look')}
              </Button>
            </div>
          </div>
        </OwnForm>
      )}
      {found !== undefined && <BundlePreviewView found={found} />}
      {token !== undefined && (
        <div className={styles.actions}>
          {found !== undefined && take.data === undefined && (
            <Button
              look="primary"
              onPress={() => take.mutate({ token })}
              isPending={take.isPending}
              isDisabled={isBusy && !take.isPending}
            >
              {found.fresh === 0 ? t('read.takeNothing') : t('read.take', { count: found.fresh })}
            </Button>
          )}
          {canCarry && (
            <Button look="quiet" onPress={() => carry.mutate({ token })} isPending={carry.isPending}>
              {t('read.carry')}
            </Button>
          )}
        </div>
      )}
      {canCarry && <p className={styles.detail}>{t('read.carryMore')}</p>}
      <MutationError mutation={take} />
      <MutationError mutation={carry} />
      {carry.data !== undefined && <Banner tone="good" title={t('read.carried')} />}
      {take.data !== undefined && token !== undefined && <Taken taken={take.data} token={token} />}
    </Card>
  );
}

interface TakenProps {
  readonly token: string;
  readonly taken: {
    readonly added: number;
    readonly duplicate: number;
    readonly pending: number;
    readonly setAside: number;
    readonly filesKept: number;
    readonly isWhole: boolean;
  };
}

function Taken({ taken, token }: TakenProps) {
  const { t } = useTranslation('bundles');
  const receipt = useMutation(useApi().sync.bundles.writeReceipt.mutationOptions());
  const { added, duplicate, pending, setAside, filesKept, isWhole } = taken;
  const save = async () => {
    const chosen = await getBridge()?.chooseFileToSave('bundle', 'receipt.benchside');
    if (chosen != null) {
      receipt.mutate({ token, grant: chosen.grant });
    }
  };
  return (
    <>
      <Banner tone={isWhole && setAside === 0 ? 'good' : 'attention'} title={t('read.done', { added })}>
        <p>{t('read.doneMore', { duplicate, pending, setAside, files: filesKept })}</p>
        {!isWhole && <p>{t('read.partly')}</p>}
        <p>{t('read.receiptMore')}</p>
      </Banner>
      {getBridge() !== null && (
        <div>
          <Button onPress={() => void save()} isPending={receipt.isPending}>
            {t('read.receipt')}
          </Button>
        </div>
      )}
      <MutationError mutation={receipt} />
      {receipt.data !== undefined && <p role="status">{t('read.receiptDone', { file: receipt.data.file })}</p>}
    </>
  );
}

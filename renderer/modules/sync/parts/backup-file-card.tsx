import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getBridge } from '../../../data/bridge.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { toPageError } from '../../../data/page-error.ts';
import { formatBytes, formatInstant } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './sync.module.css';

/** Everything of this bench in one file, and the drill that proves that it could be restored from. */
export function BackupFileCard({ isBusy }: { readonly isBusy: boolean }) {
  const { t } = useTranslation('bundles');
  const api = useApi().sync;
  const write = useMutation(api.files.writeBackup.mutationOptions());
  const open = useMutation(api.bundles.open.mutationOptions());
  const drill = useMutation(api.files.drill.mutationOptions());
  const [passphrase, setPassphrase] = useState('');
  const isOff = isBusy || getBridge() === null || (passphrase !== '' && passphrase.length < 8);
  const save = async () => {
    const name = `benchside-backup-${new Date().toISOString().slice(0, 10)}.benchside`;
    const chosen = await getBridge()?.chooseFileToSave('bundle', name);
    if (chosen != null) write.mutate({ grant: chosen.grant, passphrase: passphrase || null });
  };
  const check = async () => {
    const chosen = await getBridge()?.chooseFileToOpen('bundle');
    if (chosen == null) return;
    drill.reset();
    open.mutate(
      { grant: chosen.grant },
      { onSuccess: ({ token }) => drill.mutate({ token, passphrase: passphrase || null }) },
    );
  };
  const wantsPassphrase = drill.error !== null && toPageError(drill.error).code === 'bundle/passphrase-needed';
  return (
    <Card title={t('backup.title')}>
      <p>{t('backup.what')}</p>
      <div className={styles.fields}>
        <TextField
          label={t('backup.passphrase')}
          description={t(wantsPassphrase ? 'backup.passphraseNeeded' : 'backup.passphraseMore')}
          value={passphrase}
          onChange={setPassphrase}
          type="password"
          maxLength={200}
        />
        <div className={styles.actions}>
          <Button onPress={() => void save()} isPending={write.isPending} isDisabled={isOff}>
            {t('backup.save')}
          </Button>
          <Button onPress={() => void check()} isPending={open.isPending || drill.isPending} isDisabled={isOff}>
            {t('backup.drill')}
          </Button>
        </div>
        {[write, open, drill].map((mutation, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: three in a fixed order
          <MutationError key={at} mutation={mutation} />
        ))}
        {write.data !== undefined && (
          <Banner
            tone="good"
            title={t('backup.done', { file: write.data.file, size: formatBytes(write.data.byteCount) })}
          />
        )}
        {drill.data !== undefined && (
          <Banner
            tone="good"
            title={t('backup.sound', {
              count: drill.data.recordCount,
              at: formatInstant(drill.data.madeAt, 'minutes'),
            })}
          >
            {t('backup.since', { count: drill.data.recordsSince })}
          </Banner>
        )}
      </div>
    </Card>
  );
}

/** A newer Benchside from a stick: taken only when its makers signed it. */
export function UpdateCard() {
  const { t } = useTranslation('bundles');
  const api = useApi().sync.files;
  const staged = useQuery(api.stagedUpdate.queryOptions());
  const stage = useMutation(api.stageUpdate.mutationOptions({ onSuccess: () => void staged.refetch() }));
  const choose = async () => {
    const chosen = await getBridge()?.chooseFileToOpen('bundle');
    if (chosen != null) stage.mutate({ grant: chosen.grant });
  };
  return (
    <Card title={t('update.title')}>
      <p>{t('update.what')}</p>
      <div>
        <Button onPress={() => void choose()} isPending={stage.isPending} isDisabled={getBridge() === null}>
          {t('update.choose')}
        </Button>
      </div>
      <MutationError mutation={stage} />
      {staged.data != null && (
        <Banner
          tone="good"
          title={t('update.waits', { version: staged.data.version, installer: staged.data.installer })}
        />
      )}
    </Card>
  );
}

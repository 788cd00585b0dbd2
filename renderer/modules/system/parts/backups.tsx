import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { getBridge } from '../../../data/bridge.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatBytes } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { CodeText } from '../../../ui/code-text.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './backups.module.css';

/** Copies of the records: make one here or to a chosen place, and see those that were made. */
export function Backups({ lastBackupAt }: { readonly lastBackupAt: string | null }) {
  const { t } = useTranslation('system');
  const api = useApi();
  const list = useQuery(api.system.backups.queryOptions());
  const backup = useMutation(api.system.backup.mutationOptions({ onSuccess: () => void list.refetch() }));
  const bridge = getBridge();
  const backUpTo = async () => {
    const day = new Date().toISOString().slice(0, 10);
    const chosen = await bridge?.chooseFileToSave('backup', `benchside-${day}.sqlite`);
    if (chosen != null) {
      backup.mutate({ grant: chosen.grant });
    }
  };
  return (
    <Card title={t('records.backup.title')}>
      <p>{t('records.backup.what')}</p>
      <p>
        {t('records.backup.last')}: {lastBackupAt === null ? t('records.backup.never') : <TimeText at={lastBackupAt} />}
      </p>
      <div className={styles.actions}>
        <Button onPress={() => backup.mutate({ grant: null })} isPending={backup.isPending}>
          {t('records.backup.run')}
        </Button>
        {bridge !== null && (
          <Button onPress={() => void backUpTo()} isDisabled={backup.isPending}>
            {t('records.backup.runTo')}
          </Button>
        )}
      </div>
      <MutationError mutation={backup} />
      {backup.data !== undefined && (
        <Banner
          tone="good"
          title={t('records.backup.done', {
            file: backup.data.file,
            count: backup.data.recordCount,
            size: formatBytes(backup.data.byteCount),
          })}
        />
      )}
      <Loaded query={list}>
        {(backups) => (
          <DataTable
            caption={t('records.backup.list')}
            rows={backups}
            rowKey={(row) => row.file}
            empty={<p className={styles.none}>{t('records.backup.none')}</p>}
            columns={[
              { key: 'at', title: t('records.backup.at'), cell: (row) => <TimeText at={row.at} /> },
              { key: 'file', title: t('records.backup.file'), cell: (row) => <CodeText>{row.file}</CodeText> },
              {
                key: 'size',
                title: t('records.backup.size'),
                kind: 'number',
                cell: (row) => formatBytes(row.byteCount),
              },
              {
                key: 'checked',
                title: t('records.backup.checked'),
                cell: (row) => (
                  <StateMark tone={row.isVerified ? 'good' : 'unknown'}>
                    {t(row.isVerified ? 'records.backup.yes' : 'records.backup.no')}
                  </StateMark>
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}

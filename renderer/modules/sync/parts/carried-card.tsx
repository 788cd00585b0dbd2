import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Carried } from '../../../../shared/modules/sync/bundles-contract.ts';
import { getBridge } from '../../../data/bridge.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatBytes } from '../../../i18n/time.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './sync.module.css';

/** Bundles for others, kept as they are and handed on as they are. */
export function CarriedCard({ mayCarry }: { readonly mayCarry: boolean }) {
  const { t } = useTranslation('bundles');
  const api = useApi().sync.bundles;
  const carried = useQuery(api.carried.queryOptions());
  const handOn = useMutation(api.handOn.mutationOptions());
  const drop = useMutation(api.dropCarried.mutationOptions());
  const save = async ({ bundle }: Carried) => {
    const chosen = await getBridge()?.chooseFileToSave('bundle', `bundle-${bundle.slice(0, 8)}.benchside`);
    if (chosen != null) {
      handOn.mutate({ bundle, grant: chosen.grant });
    }
  };
  return (
    <Card title={t('carried.title')}>
      <Loaded query={carried}>
        {(rows) => (
          <DataTable
            caption={t('carried.caption')}
            rows={rows}
            rowKey={({ bundle }) => bundle}
            empty={<p>{t('carried.none')}</p>}
            columns={[
              { key: 'from', title: t('carried.from'), cell: ({ from }) => from },
              {
                key: 'to',
                title: t('carried.to'),
                cell: ({ to }) => to.map(({ label }) => label).join(', ') || t('read.anyone'),
              },
              { key: 'made', title: t('carried.made'), cell: ({ madeAt }) => <TimeText at={madeAt} /> },
              { key: 'size', title: t('carried.size'), kind: 'number', cell: (row) => formatBytes(row.byteCount) },
              {
                key: 'act',
                title: t('carried.act'),
                cell: (row) =>
                  mayCarry && (
                    <span className={styles.actions}>
                      {getBridge() !== null && <Button onPress={() => void save(row)}>{t('carried.handOn')}</Button>}
                      <Button look="quiet" onPress={() => drop.mutate({ bundle: row.bundle })}>
                        {t('carried.drop')}
                      </Button>
                    </span>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
      <MutationError mutation={handOn} />
      <MutationError mutation={drop} />
      {handOn.data !== undefined && <p role="status">{t('carried.handed', { file: handOn.data.file })}</p>}
    </Card>
  );
}

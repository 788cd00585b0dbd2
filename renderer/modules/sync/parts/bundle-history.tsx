import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCount } from '../../../i18n/time.ts';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { TimeText } from '../../../ui/time-text.tsx';

/** What went out on sticks and came in here, and for which a receipt came back. */
export function BundleHistory() {
  const { t } = useTranslation('bundles');
  const history = useQuery(useApi().sync.bundles.history.queryOptions());
  return (
    <Card title={t('history.title')}>
      <Loaded query={history}>
        {(rows) => (
          <DataTable
            caption={t('history.title')}
            rows={rows}
            rowKey={({ kind, bundle, at }) => `${kind} ${bundle} ${at}`}
            empty={<p>{t('history.none')}</p>}
            columns={[
              { key: 'at', title: t('history.when'), cell: ({ at }) => <TimeText at={at} /> },
              { key: 'kind', title: t('history.kind'), cell: ({ kind }) => t(`history.kinds.${kind}`) },
              { key: 'other', title: t('history.other'), cell: ({ other }) => other || t('read.anyone') },
              { key: 'by', title: t('history.by'), cell: ({ by }) => by },
              { key: 'count', title: t('history.count'), kind: 'number', cell: (row) => formatCount(row.recordCount) },
              {
                key: 'receipt',
                title: t('history.receipt'),
                cell: ({ kind, receiptAt }) =>
                  kind !== 'written' ? '' : receiptAt === null ? t('history.noReceipt') : <TimeText at={receiptAt} />,
              },
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import type { PageError } from '../../../data/page-error.ts';
import { useSay, useSayCode } from '../../../i18n/say.ts';
import { formatCount } from '../../../i18n/time.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './sync.module.css';

/** Own records that nobody else holds, by kind, and why they are still here. */
export function OutboxCard() {
  const { t } = useTranslation('sync');
  const say = useSay();
  const sayCode = useSayCode();
  const outbox = useQuery(useApi().sync.outbox.queryOptions());
  return (
    <Loaded query={outbox}>
      {({ count, lookedAt, rows, why }) =>
        count === 0 ? (
          <p>{t('outbox.none')}</p>
        ) : (
          <>
            {why !== null && <p>{sayCode(why as PageError)}</p>}
            <DataTable
              caption={t('outbox.caption')}
              rows={rows}
              rowKey={({ type }) => type}
              columns={[
                { key: 'type', title: t('outbox.type'), cell: ({ type }) => say(`records.type.${type}`) },
                { key: 'count', title: t('outbox.count'), kind: 'number', cell: (row) => formatCount(row.count) },
                { key: 'oldest', title: t('outbox.oldest'), cell: ({ oldestAt }) => <TimeText at={oldestAt} /> },
              ]}
            />
            {lookedAt < count && (
              <p className={styles.detail}>
                {t('outbox.partly', { lookedAt: formatCount(lookedAt), all: formatCount(count) })}
              </p>
            )}
          </>
        )
      }
    </Loaded>
  );
}

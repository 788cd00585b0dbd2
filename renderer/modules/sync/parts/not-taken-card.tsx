import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { NotTaken, SyncState } from '../../../../shared/modules/sync/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Card } from '../../../ui/card.tsx';
import { CodeText } from '../../../ui/code-text.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './sync.module.css';

/** What came from elsewhere and is not in the tables: which record of whom, which way it came, and why. */
export function NotTakenCard({ state }: { readonly state: SyncState }) {
  const { t } = useTranslation('sync');
  const hasSome = state.quarantineCount + state.waitingCount > 0;
  const found = useQuery(useApi().sync.notTaken.queryOptions());
  return (
    <Card title={t('notTaken.title')} {...(state.quarantineCount > 0 ? { tone: 'attention' as const } : {})}>
      <Loaded query={found}>
        {(facts) => (hasSome || facts.unknownRecordCount > 0 ? <Found found={facts} /> : <p>{t('notTaken.none')}</p>)}
      </Loaded>
    </Card>
  );
}

function Found({ found }: { readonly found: NotTaken }) {
  const { t } = useTranslation('sync');
  const say = useSay();
  return (
    <>
      <p>{t('notTaken.what')}</p>
      {found.unknownRecordCount > 0 && <p>{t('notTaken.unknown', { count: found.unknownRecordCount })}</p>}
      {found.waiting.map(({ log, workstation, count }) => (
        <p key={log}>{t('notTaken.waiting', { count, workstation })}</p>
      ))}
      {found.setAside.length > 0 && (
        <DataTable
          caption={t('notTaken.caption')}
          isWide
          rows={found.setAside}
          rowKey={({ id }) => String(id)}
          columns={[
            { key: 'why', title: t('notTaken.why'), cell: ({ why }) => say(`sync.why.${why}`) },
            {
              key: 'record',
              title: t('notTaken.record'),
              cell: ({ log, seq }) => (
                <CodeText>
                  {log} {seq}
                </CodeText>
              ),
            },
            {
              key: 'says',
              title: t('notTaken.says'),
              cell: ({ claims }) => (claims === null ? t('notTaken.unreadable') : say(`records.type.${claims.type}`)),
            },
            { key: 'via', title: t('notTaken.via'), cell: ({ via }) => <span className={styles.detail}>{via}</span> },
            { key: 'when', title: t('notTaken.when'), cell: ({ receivedAt }) => <TimeText at={receivedAt} /> },
          ]}
        />
      )}
    </>
  );
}

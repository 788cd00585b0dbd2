import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { PrintRow } from '../../../../shared/modules/reports/contract.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Card } from '../../../ui/card.tsx';
import { CodeText } from '../../../ui/code-text.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './reports-screen.module.css';

const historyLines = 50;

/** Everything this bench can print or export, and who took what off it. */
export function ReportsScreen() {
  const { t } = useTranslation('reports');
  const say = useSay();
  const api = useApi();
  const list = useQuery(api.reports.ids.queryOptions());
  const history = useQuery(api.reports.history.queryOptions({ input: { limit: historyLines } }));
  return (
    <Screen title={t('title')} crumbs={[{ label: t('records'), to: '/records' }]}>
      <Loaded query={list}>
        {(reports) => (
          <Card title={t('make')}>
            <ul className={styles.reports}>
              {reports.map((id) => (
                <li key={id} className={styles.report}>
                  <ButtonLink to="/reports/$reportId" params={{ reportId: id }} icon="records">
                    {say(`reports.${id}.title`)}
                  </ButtonLink>
                  <p>{say(`reports.${id}.about`)}</p>
                </li>
              ))}
              <li className={styles.report}>
                <ButtonLink to="/reports/export" icon="records">
                  {t('export')}
                </ButtonLink>
                <p>{t('exportMore')}</p>
              </li>
            </ul>
          </Card>
        )}
      </Loaded>
      <Card title={t('history')}>
        <p>{t('historyMore')}</p>
        <Loaded query={history}>{(rows) => <History rows={rows} />}</Loaded>
      </Card>
    </Screen>
  );
}

function History({ rows }: { readonly rows: readonly PrintRow[] }) {
  const { t } = useTranslation('reports');
  return (
    <DataTable
      caption={t('history')}
      rows={rows}
      rowKey={(row) => row.printId}
      empty={<p>{t('historyNone')}</p>}
      columns={[
        { key: 'at', title: t('column.at'), cell: (row) => <TimeText at={row.at} /> },
        { key: 'by', title: t('column.by'), cell: (row) => row.by },
        {
          key: 'what',
          title: t('column.what'),
          cell: (row) => (row.title === 'everything' ? t('everything') : row.title),
        },
        { key: 'how', title: t('column.how'), cell: (row) => t(`medium.${row.medium}`, { file: row.fileName }) },
        {
          key: 'hash',
          title: t('column.hash'),
          kind: 'code',
          cell: (row) => <CodeText>{(row.contentHash || row.fileHash).slice(0, 12)}</CodeText>,
        },
      ]}
    />
  );
}

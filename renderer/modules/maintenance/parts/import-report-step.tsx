import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ImportRow } from '../../../../shared/modules/maintenance/import-contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useSayCode } from '../../../i18n/say.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import styles from '../../../ui/rows.module.css';
import { RejectedTable } from './import-rejected-table.tsx';
import { ImportStepHead } from './import-step-head.tsx';

/** How often a running import is looked at. */
const LOOK_MS = 500;

interface ImportReportStepProps {
  readonly importId: string;
  readonly fileName: string;
  readonly onAnother: () => void;
}

/** What was taken over and what was not; while it runs, how far it is. */
export function ImportReportStep({ importId, fileName, onAnother }: ImportReportStepProps) {
  const { t } = useTranslation('sheetImport');
  const state = useQuery(
    useApi().maintenance.import.state.queryOptions({
      input: { importId },
      refetchInterval: (query) => (query.state.data?.state === 'finished' ? false : LOOK_MS),
    }),
  );
  const isDone = state.data?.state === 'finished';
  return (
    <Screen
      title={t('title')}
      actions={{
        state: <RecordMark place={isDone ? 'saved-here' : 'draft'} detail={fileName} />,
        ...(isDone ? { primary: { label: t('done.another'), onPress: onAnother } } : {}),
      }}
    >
      <ImportStepHead step="done" />
      <Loaded query={state}>{(row) => <Report row={row} />}</Loaded>
    </Screen>
  );
}

function Report({ row }: { readonly row: ImportRow }) {
  const { t } = useTranslation('sheetImport');
  const sayCode = useSayCode();
  const rejected = useQuery(
    useApi().maintenance.import.rejected.queryOptions({
      input: { importId: row.importId, options: null, offset: 0, limit: 50 },
      enabled: row.state === 'finished' && row.rejectedCount > 0,
    }),
  );
  if (row.state !== 'finished') {
    return (
      <>
        {row.problem === null ? (
          <Banner tone="info" title={t('done.running')} />
        ) : (
          <Banner tone="attention" title={sayCode({ code: row.problem, data: {} })} isUrgent>
            <p>{t('done.heldUp')}</p>
          </Banner>
        )}
        <progress
          className={styles.progress}
          max={Math.max(1, row.rowCount)}
          value={row.takenCount + row.knownCount + row.rejectedCount}
          aria-label={t('done.title')}
        />
      </>
    );
  }
  return (
    <>
      <Banner
        tone={row.rejectedCount > 0 ? 'attention' : 'good'}
        title={row.takenCount === 0 ? t('done.finishedNone') : t('done.finished', { count: row.takenCount })}
      >
        {row.knownCount > 0 && <p>{t('done.known', { count: row.knownCount })}</p>}
        {row.rejectedCount > 0 && <p>{t('done.rejected', { count: row.rejectedCount })}</p>}
      </Banner>
      {rejected.data !== undefined && (
        <RejectedTable importId={row.importId} options={null} rows={rejected.data.rows} total={rejected.data.total} />
      )}
    </>
  );
}

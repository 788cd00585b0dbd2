import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { getBridge } from '../../../data/bridge.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatInstant } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { type AuditDraft, AuditFilters, emptyDraft, readDraft } from '../parts/audit-filters.tsx';
import styles from '../parts/audit-trail.module.css';
import { TrailPage } from '../parts/trail-page.tsx';

const route = getRouteApi('/audit-trail');
const PAGE = 60;
/** With fewer entries than these the screen is not full. */
const FEW = 10;
const READINGS_BY_ITSELF = 40;

/** Every change: who, when, what was there before and after, why. Filtered, read back as far as there are records, exported. */
export function AuditTrailScreen() {
  const { t } = useTranslation('people');
  const api = useApi();
  const { person } = route.useSearch();
  const [draft, setDraft] = useState<AuditDraft>({ ...emptyDraft, personId: person ?? null });
  const [held, setHeld] = useState(readDraft(draft));
  const filter = readDraft(draft) ?? held;
  const pages = useInfiniteQuery(
    api.people.auditTrail.page.infiniteOptions({
      input: (before: number | null) => ({ filter: filter ?? noFilter, before, limit: PAGE }),
      initialPageParam: null as number | null,
      getNextPageParam: (last) => last.next,
      // A trail that is being read stays as it is; it is read anew when the filter changes or the screen is opened.
      meta: { topics: [] },
    }),
  );
  // Where little fits the filter, one reading of the log finds few entries or none: then it goes on by itself.
  const found = pages.data?.pages.reduce((sum, page) => sum + page.entries.length, 0) ?? 0;
  const readings = pages.data?.pages.length ?? 0;
  const goesOn =
    pages.hasNextPage && !pages.isFetching && !pages.isError && found < FEW && readings < READINGS_BY_ITSELF;
  const { fetchNextPage } = pages;
  useEffect(() => {
    if (goesOn) {
      void fetchNextPage();
    }
  }, [goesOn, fetchNextPage]);
  const write = useMutation(api.people.auditTrail.export.mutationOptions());
  const bridge = getBridge();
  const exportAs = async (format: 'csv' | 'json') => {
    const file = await bridge?.chooseFileToSave('export', `audit-trail.${format}`);
    if (file != null && filter !== null) {
      write.mutate({ filter, format, grant: file.grant });
    }
  };
  const change = (next: AuditDraft) => {
    setDraft(next);
    setHeld(readDraft(next) ?? held);
  };
  return (
    <Screen
      title={t('audit.title')}
      crumbs={[{ label: t('audit.records'), to: '/records' }]}
      {...(bridge === null
        ? {}
        : {
            actions: {
              secondary: [{ label: t('audit.exportJson'), onPress: () => void exportAs('json') }],
              primary: {
                label: t('audit.exportCsv'),
                isPending: write.isPending,
                onPress: () => void exportAs('csv'),
              },
            },
          })}
    >
      <AuditFilters draft={draft} onChange={change} />
      <MutationError mutation={write} />
      {write.data !== undefined && (
        <Banner tone="good" title={t('audit.exported', { count: write.data.rowCount, file: write.data.file })} />
      )}
      <Loaded query={pages}>
        {(data) => {
          const searchedTo = data.pages.at(-1)?.searchedTo ?? null;
          return (
            <>
              {found === 0 && !pages.hasNextPage ? (
                <EmptyState title={t('audit.none')}>{t('audit.noneMore')}</EmptyState>
              ) : (
                <ol className={styles.entries} aria-label={t('audit.list')}>
                  {data.pages.map((page, index) => (
                    <TrailPage key={data.pageParams[index]} entries={page.entries} />
                  ))}
                </ol>
              )}
              <div className={styles.end}>
                {pages.hasNextPage ? (
                  <>
                    {searchedTo !== null && (
                      <span className={styles.more}>
                        {t('audit.searchedTo', { at: formatInstant(searchedTo, 'minutes') })}
                      </span>
                    )}
                    <Button onPress={() => void pages.fetchNextPage()} isPending={pages.isFetchingNextPage}>
                      {t('audit.older')}
                    </Button>
                  </>
                ) : (
                  found > 0 && <span className={styles.more}>{t('audit.all')}</span>
                )}
              </div>
            </>
          );
        }}
      </Loaded>
    </Screen>
  );
}

const noFilter = readDraft(emptyDraft) as NonNullable<ReturnType<typeof readDraft>>;

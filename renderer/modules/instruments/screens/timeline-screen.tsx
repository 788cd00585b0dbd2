import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { useInstrument } from '../../../app/use-instrument.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './timeline-screen.module.css';

const PAGE = 50;
/** Enough of the seal to compare two screens by eye; the whole hash is in the element's title. */
const SHOWN_HASH = 10;

/** What was recorded for this instrument, newest first. Nothing here can be changed; corrections are new lines. */
export function TimelineScreen() {
  const { t } = useTranslation('instruments');
  const say = useSay();
  const api = useApi();
  const { id, title, crumbs } = useInstrument();
  const timeline = useInfiniteQuery(
    api.instruments.timeline.infiniteOptions({
      input: (before: string | null) => ({ instrumentId: id, before, limit: PAGE }),
      initialPageParam: null,
      getNextPageParam: (page) => page.next,
      // Records of nearly every module stand here.
      meta: { topics: ['instruments', 'record_log'] },
    }),
  );
  return (
    <Screen title={title} crumbs={crumbs}>
      <Loaded query={timeline}>
        {({ pages }) => {
          const entries = pages.flatMap((page) => page.entries);
          if (entries.length === 0) {
            return <EmptyState title={t('timeline.empty')} />;
          }
          return (
            <ol className={styles.entries}>
              {entries.map((entry) => (
                <li key={entry.id} className={styles.entry}>
                  <span className={styles.when}>
                    <TimeText at={entry.at} look="log" />
                  </span>
                  <span className={styles.what}>{say(entry.key, entry.data)}</span>
                  <span className={styles.rest}>
                    <span>{t('timeline.by', { actor: entry.actor })}</span>
                    <RecordMark place={entry.place} />
                    <span title={entry.hash}>{t('timeline.proof', { hash: entry.hash.slice(0, SHOWN_HASH) })}</span>
                  </span>
                </li>
              ))}
            </ol>
          );
        }}
      </Loaded>
      {timeline.hasNextPage && (
        <Button onPress={() => void timeline.fetchNextPage()} isPending={timeline.isFetchingNextPage}>
          {t('timeline.more')}
        </Button>
      )}
    </Screen>
  );
}

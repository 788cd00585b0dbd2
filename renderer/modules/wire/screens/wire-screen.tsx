import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WireLine } from '../../../../shared/modules/wire/contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useInstrument } from '../../../app/use-instrument.ts';
import { useApi, useClient } from '../../../data/data-layer.tsx';
import { formatBytes, formatCount } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { VirtualList } from '../../../ui/virtual-list.tsx';
import { DoctorCard } from '../parts/doctor-card.tsx';
import { useExportCapture } from '../parts/export-capture.ts';
import { useRemedy } from '../parts/remedy.ts';
import { RevealSheet } from '../parts/reveal-sheet.tsx';
import { StorageCard } from '../parts/storage-card.tsx';
import { WireRow } from '../parts/wire-row.tsx';
import { useWireTail } from '../parts/wire-tail.ts';
import styles from './wire-screen.module.css';

const ROW_REM = 2.25;
const TAIL = 200;

/** The link doctor: what is on the line now, what that means, and what to try. */
export function WireScreen() {
  const { t } = useTranslation('wire');
  const { id, card, title, crumbs } = useInstrument();
  const api = useApi();
  const client = useClient();
  /** What is shown while the view is held; the line goes on being read behind it. */
  const [held, setHeld] = useState<readonly WireLine[] | null>(null);
  /** Grows with each "follow again": the list starts anew, at its end. */
  const [follows, setFollows] = useState(0);
  const [revealed, setRevealed] = useState<number | null>(null);
  const live = useWireTail(id);
  // Read once the stream runs and never from memory, so that nothing is missing between the two.
  const tail = useQuery({
    ...api.wire.tail.queryOptions({ input: { instrumentId: id, before: null, limit: TAIL } }),
    meta: { topics: [] },
    enabled: live.report !== null,
    gcTime: 0,
  });
  const report = useQuery({ ...api.wire.report.queryOptions({ input: { instrumentId: id } }), meta: { topics: [] } });
  const capture = useExportCapture(id, title);
  const open = useCallback((entryId: number) => setRevealed(entryId), []);
  const firstLive = live.lines[0]?.id ?? Number.POSITIVE_INFINITY;
  const stored = live.isCut ? [] : (tail.data ?? []).filter((line) => line.id < firstLive);
  const lines = held ?? [...stored, ...live.lines];
  const verdict = live.report ?? report.data ?? null;
  const remedy = useRemedy(id, verdict, card?.link);
  const showEarlier = async () => {
    const first = lines[0];
    if (first !== undefined) {
      const more = await client.wire.tail({ instrumentId: id, before: first.id, limit: TAIL });
      // Who reads what was is not to be pulled back to the end by the next line.
      setHeld([...more, ...lines]);
    }
  };
  const hold = () => {
    setHeld(held === null ? lines : null);
    setFollows(held === null ? follows : follows + 1);
  };
  return (
    <Screen
      title={title}
      crumbs={crumbs}
      layout="fill"
      side={<StorageCard />}
      actions={{
        secondary: [
          { label: held === null ? t('pause') : t('resume'), onPress: hold },
          {
            label: t('exportCapture'),
            onPress: () => void capture.start(),
            isPending: capture.write.isPending,
            isDisabled: !capture.canStart,
          },
        ],
        ...(remedy.primary === null ? {} : { primary: remedy.primary }),
      }}
    >
      {verdict !== null && <DoctorCard report={verdict} link={card?.link} />}
      {remedy.error !== null && <MutationError mutation={remedy} />}
      <MutationError mutation={capture.write} />
      {capture.write.data !== undefined && (
        <Banner
          tone="good"
          title={t('exported', {
            lines: formatCount(capture.write.data.lineCount),
            size: formatBytes(capture.write.data.byteCount),
            file: capture.write.data.file,
          })}
        />
      )}
      {live.droppedCount > 0 && <p>{t('dropped', { count: live.droppedCount })}</p>}
      <Loaded query={tail}>
        {() =>
          lines.length === 0 ? (
            <EmptyState title={t('empty')}>
              <p>{t('emptyMore')}</p>
            </EmptyState>
          ) : (
            <div className={styles.list}>
              {lines.length >= TAIL && (
                <Button look="quiet" onPress={() => void showEarlier()}>
                  {t('earlier')}
                </Button>
              )}
              <VirtualList
                key={follows}
                label={t('lines')}
                count={lines.length}
                rowHeightRem={ROW_REM}
                rowKey={(index) => lines[index]?.id ?? index}
                followsEnd={held === null}
                isMeasured
                renderRow={(index) => {
                  const line = lines[index];
                  return line === undefined ? null : <WireRow line={line} onReveal={open} />;
                }}
              />
            </div>
          )
        }
      </Loaded>
      {revealed !== null && <RevealSheet instrumentId={id} entryId={revealed} onClose={() => setRevealed(null)} />}
    </Screen>
  );
}

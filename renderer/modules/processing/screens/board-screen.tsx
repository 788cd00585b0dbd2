import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BathBoard, StationRow } from '../../../../shared/modules/processing/contract.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { openErrorEntry } from '../../../app/overlays.ts';
import { useScanTaker } from '../../../app/scan-taker.ts';
import { Screen } from '../../../app/screen.tsx';
import { useInstrument } from '../../../app/use-instrument.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import rowStyles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { BathTile } from '../parts/bath-tile.tsx';
import styles from '../parts/baths.module.css';
import { FillSheet } from '../parts/fill-sheet.tsx';
import { GradingRows } from '../parts/grading-rows.tsx';
import { RunRows } from '../parts/run-rows.tsx';
import { RunSheet } from '../parts/run-sheet.tsx';
import { toneOfGrading, toneOfStation } from '../parts/tones.ts';
import { useSayBath } from '../parts/use-say-bath.ts';

/** The baths of one instrument: what is to be changed next at one glance, and a run with two keys. */
export function BoardScreen() {
  const { id, title, crumbs } = useInstrument();
  const board = useQuery(useApi().processing.board.queryOptions({ input: { instrumentId: id } }));
  return (
    <Loaded
      query={board}
      waiting={
        <Screen title={title} crumbs={crumbs}>
          {null}
        </Screen>
      }
    >
      {(data) => (data.isSetUp ? <Board board={data} /> : <NotSetUp />)}
    </Loaded>
  );
}

function NotSetUp() {
  const { t } = useTranslation('processing');
  const { id, title, crumbs } = useInstrument();
  const navigate = useNavigate();
  return (
    <Screen
      title={title}
      crumbs={crumbs}
      actions={{
        primary: {
          label: t('board.setUp'),
          onPress: () => void navigate({ to: '/instruments/$id/baths/set-up', params: { id } }),
        },
      }}
    >
      <EmptyState title={t('board.notSetUp')}>
        <p>{t('board.notSetUpMore')}</p>
      </EmptyState>
    </Screen>
  );
}

type Open = { readonly kind: 'run' } | { readonly kind: 'fill'; readonly stationId: string; readonly scanned?: string };

function Board({ board }: { readonly board: BathBoard }) {
  const { t } = useTranslation('processing');
  const { id, title, crumbs } = useInstrument();
  const navigate = useNavigate();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const openBath = useCallback(({ stationId }: StationRow) => setOpen({ kind: 'fill', stationId }), []);
  const byId = new Map(board.stations.map((station) => [station.stationId, station]));
  const next = board.next.map((stationId) => byId.get(stationId)).filter((one) => one !== undefined);
  const first = next[0];
  // A label that is scanned on the board is that of the bath that needs it.
  useScanTaker(open === null && first !== undefined, (scanned) => {
    if (first !== undefined) setOpen({ kind: 'fill', stationId: first.stationId, scanned });
  });
  const filling = open?.kind === 'fill' ? byId.get(open.stationId) : undefined;
  return (
    <Screen
      title={title}
      crumbs={crumbs}
      actions={{
        secondary: [
          {
            label: t('board.enterError'),
            look: 'quiet',
            icon: 'errors',
            onPress: () => openErrorEntry({ instrumentId: id }),
          },
          {
            label: t('grading.grade'),
            onPress: () => void navigate({ to: '/instruments/$id/baths/grade', params: { id } }),
          },
          ...(first === undefined
            ? []
            : [
                {
                  label: t(first.fill === null ? 'board.fillNext' : 'board.changeNext', { position: first.position }),
                  onPress: () => openBath(first),
                },
              ]),
        ],
        primary: { label: t('run.log'), icon: 'add', onPress: () => setOpen({ kind: 'run' }) },
      }}
      side={<Side board={board} />}
    >
      <Next board={board} next={next} />
      {board.stations.length === 0 ? (
        <EmptyState title={t('board.empty')} />
      ) : (
        <ol className={styles.board} aria-label={t('board.baths')}>
          {board.stations.map((station) => (
            <li key={station.stationId}>
              <BathTile station={station} unit={board.countUnit} onOpen={openBath} />
            </li>
          ))}
        </ol>
      )}
      {open?.kind === 'run' && <RunSheet board={board} onClose={close} />}
      {filling !== undefined && (
        <FillSheet
          key={filling.stationId}
          board={board}
          station={filling}
          scanned={open?.kind === 'fill' ? open.scanned : undefined}
          onClose={close}
        />
      )}
    </Screen>
  );
}

/** The one bath that comes first, large; how many more there are. */
function Next({ board, next }: { readonly board: BathBoard; readonly next: readonly StationRow[] }) {
  const { t } = useTranslation('processing');
  const say = useSay();
  const { contentOf, leftOf, dueOf, whyOf } = useSayBath(board.countUnit);
  const first = next[0];
  if (first === undefined) return <Banner tone="good" title={t('board.allGood')} />;
  const { state, position } = first;
  const tone = toneOfStation[state];
  const facts = [leftOf(first), dueOf(first)].filter((one) => one !== null);
  return (
    <Banner
      tone={tone === 'not-set-up' ? 'unknown' : tone}
      title={
        <span className={styles.next}>
          {say(`processing.state.${state}`)}: {t('board.next', { position, content: contentOf(first) })}
        </span>
      }
    >
      <p>{state === 'cannot-evaluate' ? whyOf(first) : facts.join(', ')}</p>
      {next.length > 1 && <p>{t('board.more', { count: next.length - 1 })}</p>}
      {board.hasConflict && <p>{t('conflict')}</p>}
    </Banner>
  );
}

function Side({ board }: { readonly board: BathBoard }) {
  const { t } = useTranslation('processing');
  const { id } = useInstrument();
  const { grading } = board;
  return (
    <>
      <Card title={t('grading.newest')}>
        <StateMark tone={toneOfGrading[grading.state]}>{t(`grading.states.${grading.state}`)}</StateMark>
        {grading.newest !== null && <GradingRows rows={[grading.newest]} />}
      </Card>
      <Card title={t('run.recent')}>
        <RunRows rows={board.runs} unit={board.countUnit} />
      </Card>
      <Card title={t('board.places')}>
        <div className={rowStyles.actions}>
          <ButtonLink to="/instruments/$id/baths/history" params={{ id }}>
            {t('board.history')}
          </ButtonLink>
          <ButtonLink to="/instruments/$id/baths/programs" params={{ id }}>
            {t('board.programs')}
          </ButtonLink>
          <ButtonLink to="/instruments/$id/baths/set-up" params={{ id }}>
            {t('board.change')}
          </ButtonLink>
        </div>
      </Card>
    </>
  );
}

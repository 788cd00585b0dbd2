import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgendaItem, DueState, NotSetUp } from '../../../../shared/modules/maintenance/agenda-contract.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { AgendaBaths, hasPastBath } from '../parts/agenda-baths.tsx';
import { type AgendaChoice, AgendaFilters } from '../parts/agenda-filters.tsx';
import { AgendaRow } from '../parts/agenda-row.tsx';
import styles from '../parts/agenda-rows.module.css';
import { ClockBanner } from '../parts/clock-banner.tsx';
import { WhySheet } from '../parts/why-sheet.tsx';

const firstRows = 60;
const moreRows = 200;
/** Most the host gives at once; what is beyond is reached by the filters. */
const mostRows = 500;

const groups = ['overdue', 'today', 'next'] as const;
type Group = (typeof groups)[number];

const groupOf = (state: DueState): Group =>
  state === 'overdue' || state === 'cannot-evaluate' ? 'overdue' : state === 'due' ? 'today' : 'next';

/** What is overdue, due and soon, over all instruments; what is not set up stands apart. */
export function AgendaScreen() {
  const { t } = useTranslation('agenda');
  const api = useApi();
  const navigate = useNavigate();
  const [choice, setChoice] = useState<AgendaChoice>({ instrumentId: null, place: null, kind: null, search: '' });
  const [limit, setLimit] = useState(firstRows);
  const [why, setWhy] = useState<AgendaItem | null>(null);
  const agenda = useQuery({
    ...api.maintenance.agenda.list.queryOptions({
      input: { ...choice, states: ['overdue', 'due', 'soon', 'cannot-evaluate'], limit },
    }),
    placeholderData: keepPreviousData,
  });
  const open = useMutation(
    api.maintenance.sheets.open.mutationOptions({
      onSuccess: (sheet) => void navigate({ to: '/sheets/$sheetId', params: { sheetId: sheet.sheetId } }),
    }),
  );
  const baths = useQuery(
    api.processing.due.queryOptions({
      meta: { topics: ['processing', 'instruments'] },
      select: (rows) => rows.filter((row) => choice.instrumentId === null || row.instrumentId === choice.instrumentId),
    }),
  ).data;
  const { mutate } = open;
  const start = useCallback(
    (item: AgendaItem) => mutate({ planId: item.planId, occurrence: item.occurrence }),
    [mutate],
  );
  const first = agenda.data?.items[0];
  const left = Math.min(agenda.data?.total ?? 0, mostRows) - (agenda.data?.items.length ?? 0);
  return (
    <Screen
      title={t('title')}
      actions={{
        secondary: [
          { label: t('calendar'), onPress: () => void navigate({ to: '/place-calendar' }) },
          {
            label: t('daily'),
            onPress: () =>
              void navigate({ to: '/daily/$instrumentId', params: { instrumentId: choice.instrumentId ?? 'all' } }),
          },
        ],
        ...(first === undefined
          ? {}
          : {
              primary: {
                label: t('startFirst', { task: first.title }),
                isPending: open.isPending,
                onPress: () => start(first),
              },
            }),
      }}
      side={<AgendaFilters value={choice} places={agenda.data?.places ?? []} onChange={setChoice} />}
    >
      <MutationError mutation={open} />
      <Loaded query={agenda}>
        {({ items, counts, clock, notSetUp }) => (
          <>
            <ClockBanner clock={clock} />
            {items.length === 0 &&
            notSetUp.length === 0 &&
            (baths ?? []).length === 0 &&
            counts.overdue + counts.due + counts.soon === 0 ? (
              <EmptyState title={t('nothing')}>
                <p>{t('nothingMore')}</p>
              </EmptyState>
            ) : (
              counts.overdue + counts.due === 0 &&
              !hasPastBath(baths ?? []) && (
                <Banner tone="good" title={t('calm')}>
                  <p>{t('calmMore')}</p>
                </Banner>
              )
            )}
            {groups.map((group) => (
              <AgendaGroup
                key={group}
                group={group}
                items={items.filter((item) => groupOf(item.state) === group)}
                onStart={start}
                onWhy={setWhy}
              />
            ))}
            <AgendaBaths rows={baths ?? []} />
            {left > 0 && (
              <Button onPress={() => setLimit(limit < moreRows ? moreRows : mostRows)}>
                {t('more', { count: left })}
              </Button>
            )}
            {notSetUp.length > 0 && <NotSetUpGroup rows={notSetUp} />}
          </>
        )}
      </Loaded>
      {why !== null && <WhySheet item={why} onClose={() => setWhy(null)} />}
    </Screen>
  );
}

interface AgendaGroupProps {
  readonly group: Group;
  readonly items: readonly AgendaItem[];
  readonly onStart: (item: AgendaItem) => void;
  readonly onWhy: (item: AgendaItem) => void;
}

function AgendaGroup({ group, items, onStart, onWhy }: AgendaGroupProps) {
  const { t } = useTranslation('agenda');
  const heading = `agenda-${group}`;
  return (
    <section className={styles.group} aria-labelledby={heading}>
      <h2 id={heading}>
        {t(`group.${group}`)} <span className={styles.count}>{items.length}</span>
      </h2>
      {items.length === 0 ? (
        <p className={styles.quiet}>{t(`groupEmpty.${group}`)}</p>
      ) : (
        <ul className={styles.rows} onKeyDown={moveBetweenRows}>
          {items.map((item) => (
            <li key={item.id}>
              <AgendaRow item={item} isNamed onStart={onStart} onWhy={onWhy} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Arrow keys go from task to task; Enter starts the one that has the focus. */
function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const starts = [...document.querySelectorAll<HTMLElement>('[data-agenda-start]')];
  const row = event.target instanceof Element ? event.target.closest('li') : null;
  const here = starts.findIndex((start) => row?.contains(start));
  const next = starts[here + step];
  if (step !== 0 && here >= 0 && next !== undefined) {
    event.preventDefault();
    next.focus();
  }
}

function NotSetUpGroup({ rows }: { readonly rows: readonly NotSetUp[] }) {
  const { t } = useTranslation('agenda');
  return (
    <section className={styles.group} aria-labelledby="agenda-not-set-up">
      <h2 id="agenda-not-set-up">
        {t('group.notSetUp')} <span className={styles.count}>{rows.length}</span>
      </h2>
      <ul className={styles.rows}>
        {rows.map((row) => (
          <li key={row.instrumentId}>
            <div className={styles.row}>
              <div className={styles.words}>
                <span className={styles.first}>
                  <StateMark tone="not-set-up">{t('group.notSetUp')}</StateMark>
                  <span className={styles.title}>{row.instrumentName}</span>
                </span>
                <span className={styles.rest}>
                  {row.planCount === 0 ? t('noPlans') : t('missingTasks', { count: row.missing.length })}
                </span>
              </div>
              <ButtonLink
                to="/instruments/$id/maintenance"
                params={{ id: row.instrumentId }}
                aria-label={`${t('setUp')}: ${row.instrumentName}`}
              >
                {t('setUp')}
              </ButtonLink>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { MonthGrid } from '../../../../shared/modules/maintenance/tasks-contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useInstrument } from '../../../app/use-instrument.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { MonthTable } from '../parts/month-table.tsx';

const route = getRouteApi('/instruments/$id/month/$month');

/** One month of one instrument like the paper log, with its gaps named; reviewed and signed as a whole. */
export function MonthScreen() {
  const { t } = useTranslation('month');
  const { month } = route.useParams();
  const { id, title, crumbs } = useInstrument();
  const api = useApi();
  const navigate = useNavigate();
  const { t: sayReport } = useTranslation('reports');
  const grid = useQuery({
    ...api.maintenance.tasks.month.queryOptions({ input: { instrumentId: id, month } }),
    placeholderData: keepPreviousData,
  });
  const review = useMutation(api.maintenance.tasks.review.mutationOptions());
  const reviewMonth = useReview(grid.data, (input) => review.mutateAsync(input));
  const go = (to: string) => void navigate({ to: '/instruments/$id/month/$month', params: { id, month: to } });
  const waiting = grid.data === undefined ? 0 : grid.data.performedCount - grid.data.reviewedCount;
  return (
    <Screen
      title={nameOfMonth(month)}
      crumbs={[...crumbs, { label: title, to: `/instruments/${id}/maintenance` }]}
      actions={{
        ...(waiting > 0 ? { state: <span>{t('toReview', { count: waiting })}</span> } : {}),
        secondary: [
          { label: t('before'), icon: 'back', onPress: () => go(monthFrom(month, -1)) },
          { label: t('after'), icon: 'next', onPress: () => go(monthFrom(month, 1)) },
          {
            label: sayReport('print'),
            onPress: () =>
              void navigate({
                to: '/reports/$reportId',
                params: { reportId: 'month-grid' },
                search: { instrumentId: id, month },
              }),
          },
        ],
        ...(waiting > 0
          ? {
              primary: {
                label: t('review'),
                isPending: review.isPending,
                onPress: () => void reviewMonth().catch(() => undefined),
              },
            }
          : {}),
      }}
    >
      <MutationError mutation={review} />
      <Loaded query={grid}>
        {(data) =>
          data.rows.length === 0 ? (
            <EmptyState title={t('none')} />
          ) : (
            <>
              <MonthTable grid={data} />
              <Card title={t('gaps')}>
                {data.gaps.length === 0 ? (
                  <p>{t('gapsNone')}</p>
                ) : (
                  <ul>
                    {data.gaps.map((gap) => (
                      <li key={`${gap.planId} ${gap.dueOn}`}>
                        {t('gap', { task: gap.title, date: formatCivilDay(gap.dueOn), state: gap.state })}
                      </li>
                    ))}
                  </ul>
                )}
              </Card>
              <Card title={t('people')}>
                <p>{data.people.map(({ initials, name }) => `${initials} ${name}`).join(', ')}</p>
                <p>{t('reviewedOf', { reviewed: data.reviewedCount, performed: data.performedCount })}</p>
              </Card>
            </>
          )
        }
      </Loaded>
    </Screen>
  );
}

type Review = (input: {
  hashes: string[];
  note: string;
  signing: { password: string; statement: string } | null;
}) => Promise<unknown>;

/** Reviews every performed task of the month that waits for it; each is named in the sheet that is signed. */
function useReview(grid: MonthGrid | undefined, review: Review): () => Promise<void> {
  const { t } = useTranslation('month');
  const { t: tTask } = useTranslation('task');
  const signedAct = useSignedAct();
  return async () => {
    const waiting = (grid?.rows ?? []).flatMap((row) =>
      row.cells.flatMap((cell) =>
        cell.marks.filter(({ isReviewed }) => !isReviewed).map((mark) => ({ title: row.title, on: cell.on, mark })),
      ),
    );
    await signedAct({
      needsSignature: true,
      title: `${grid?.instrumentName ?? ''}, ${nameOfMonth(grid?.month ?? '')}`,
      lines: waiting.map(({ title, on, mark }) => ({
        label: t('gap', { task: title, date: formatCivilDay(on), state: mark.by }),
        value: tTask(`verdict.${mark.verdict}`),
      })),
      meaning: 'reviewed',
      act: (signing) => review({ hashes: waiting.map(({ mark }) => mark.hash), note: '', signing }),
    });
  };
}

/** `2026-11` and a step -> the month that many later. */
function monthFrom(month: string, step: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const count = year * 12 + (number - 1) + step;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`;
}

/** `2026-11` -> `Nov 2026`. */
const nameOfMonth = (month: string): string => formatCivilDay(`${month}-01`).replace(/^1 /, '');

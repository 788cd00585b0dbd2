import { compareNames } from '../../../shared/kernel/compare-names.ts';
import type {
  AgendaCounts,
  AgendaFilter,
  AgendaItem,
  DueState,
  NotSetUp,
} from '../../../shared/modules/maintenance/agenda-contract.ts';
import type { HostContext } from '../../host/module.ts';
import type { AgendaDesk } from './agenda-desk.ts';

const rank: Readonly<Record<DueState, number>> = {
  overdue: 0,
  due: 1,
  soon: 2,
  'cannot-evaluate': 3,
  upcoming: 4,
  'on-demand': 5,
  'not-in-use': 6,
};

/** Most urgent first, then by date, instrument, title; by id at last, so that nothing jumps. */
export function compareItems(a: AgendaItem, b: AgendaItem): number {
  return (
    rank[a.state] - rank[b.state] ||
    compareText(a.dueOn ?? '9999', b.dueOn ?? '9999') ||
    compareNames(a.instrumentName, b.instrumentName) ||
    compareNames(a.title, b.title) ||
    compareText(a.id, b.id)
  );
}
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function isWanted(item: AgendaItem, filter: AgendaFilter): boolean {
  if (filter.instrumentId !== null && item.instrumentId !== filter.instrumentId) return false;
  if (filter.place !== null && item.place !== filter.place) return false;
  if (filter.kind !== null && item.kind !== filter.kind) return false;
  if (filter.owner !== null && item.owner !== filter.owner) return false;
  // A check that did not pass is looked at whatever its next date is.
  if (filter.states.length > 0 && !filter.states.includes(item.state) && !item.isFailing) return false;
  const text = `${item.title} ${item.instrumentName} ${item.model} ${item.place}`.toLowerCase();
  return filter.search
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => text.includes(word));
}

/** Instruments without a plan, and tasks of definitions nobody has taken up: not set up is not overdue. */
export function readNotSetUp(context: HostContext, desk: AgendaDesk): NotSetUp[] {
  const keys = new Map<string, Set<string>>();
  const counts = new Map<string, number>();
  for (const { instrumentId, upkeepKey } of desk.plans()) {
    counts.set(instrumentId, (counts.get(instrumentId) ?? 0) + 1);
    if (upkeepKey !== null) keys.set(instrumentId, (keys.get(instrumentId) ?? new Set()).add(upkeepKey));
  }
  return [...desk.surroundings.instruments.values()]
    .filter(({ isRetired }) => !isRetired)
    .map((instrument) => {
      const tasks = context.catalog.get(instrument.definitionKey)?.upkeep.tasks ?? [];
      const taken = keys.get(instrument.instrumentId);
      return {
        instrumentId: instrument.instrumentId,
        instrumentName: instrument.name,
        place: instrument.place,
        planCount: counts.get(instrument.instrumentId) ?? 0,
        missing: tasks.filter(({ key }) => !taken?.has(key)).map(({ key, title }) => ({ upkeepKey: key, title })),
      };
    })
    .filter(({ planCount, missing }) => planCount === 0 || missing.length > 0)
    .toSorted((a, b) => a.planCount - b.planCount || compareNames(a.instrumentName, b.instrumentName));
}

/** Numbers for the tray, the badge and the head of the agenda. */
export function createCounting(context: HostContext, desk: AgendaDesk): () => AgendaCounts {
  const toReview = context.store.db
    .prepare('SELECT count(*) FROM (SELECT 1 FROM maintenance_performed WHERE is_to_review = 1 LIMIT 10000)')
    .pluck();
  const conflicts = context.store.db
    .prepare('SELECT (SELECT count(*) FROM maintenance_tasks WHERE conflict_count > 0)')
    .pluck();
  return () => {
    const items = desk.items();
    const of = (state: DueState) => items.filter((item) => item.state === state).length;
    const [overdue, due] = [of('overdue'), of('due')];
    return {
      overdue,
      due,
      soon: of('soon'),
      failing: items.filter(({ isFailing }) => isFailing).length,
      notSetUp: readNotSetUp(context, desk).filter(({ planCount }) => planCount === 0).length,
      toReview: toReview.get() as number,
      conflicts: (conflicts.get() as number) + desk.plans().filter(({ hasConflict }) => hasConflict).length,
      attention: overdue + due,
    };
  };
}

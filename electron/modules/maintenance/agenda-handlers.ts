import { implement } from '@orpc/server';
import {
  type AgendaCounts,
  type AgendaFilter,
  type AgendaItem,
  agendaContract,
  type DueState,
  type NotSetUp,
} from '../../../shared/modules/maintenance/agenda-contract.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName } from '../authors.ts';
import type { AgendaDesk } from './agenda-desk.ts';
import { pastAgenda } from './agenda-past.ts';
import { explain } from './explain.ts';
import { liveAgenda } from './live.ts';

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
    a.instrumentName.localeCompare(b.instrumentName, 'en', { numeric: true }) ||
    a.title.localeCompare(b.title, 'en', { numeric: true }) ||
    compareText(a.id, b.id)
  );
}
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function isWanted(item: AgendaItem, filter: AgendaFilter): boolean {
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
    .toSorted(
      (a, b) => a.planCount - b.planCount || a.instrumentName.localeCompare(b.instrumentName, 'en', { numeric: true }),
    );
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

export function createAgendaHandlers(context: HostContext, desk: AgendaDesk) {
  const os = implement(agendaContract);
  const countAll = createCounting(context, desk);
  const doneToday = context.store.db.prepare(
    `SELECT plan_id AS planId, title, actor, hash FROM maintenance_performed
     WHERE plan_id = ? AND performed_on = ? AND is_voided = 0 ORDER BY rowid`,
  );

  return os.router({
    list: os.list.handler(({ input }) => {
      const items = desk
        .items()
        .filter((item) => isWanted(item, input))
        .toSorted(compareItems);
      const instruments = [...desk.surroundings.instruments.values()].filter(({ isRetired }) => !isRetired);
      return {
        today: desk.today(input.instrumentId).on,
        items: items.slice(input.offset, input.offset + input.limit),
        total: items.length,
        counts: countAll(),
        notSetUp: readNotSetUp(context, desk).filter(
          (one) =>
            (input.instrumentId === null || one.instrumentId === input.instrumentId) &&
            (input.place === null || one.place === input.place),
        ),
        places: [...new Set(instruments.map(({ place }) => place).filter(Boolean))].toSorted(),
        clock: desk.clock.look(),
      };
    }),

    counts: os.counts.handler(() => ({ today: desk.today(null).on, counts: countAll(), clock: desk.clock.look() })),

    live: os.live.handler(({ signal }) => liveAgenda(desk, countAll, signal)),

    past: os.past.handler(({ input: { instrumentId, at } }) => pastAgenda(context, desk, instrumentId, Date.parse(at))),

    why: os.why.handler(({ input: { planId, occurrence } }) => explain(desk, planId, occurrence)),

    daily: os.daily.handler(({ input: { instrumentId, place } }) => {
      const isHere = (one: { instrumentId: string }) =>
        (instrumentId === null || one.instrumentId === instrumentId) &&
        (place === null || desk.instrument(one.instrumentId)?.place === place);
      const plans = desk.plans().filter(isHere);
      const items = plans.flatMap((plan) =>
        desk
          .itemsOf(plan)
          .filter((item) => item.isDaily && (item.state === 'due' || item.state === 'overdue'))
          .map((item) => ({ ...item, fields: plan.terms.fields })),
      );
      const today = desk.today(instrumentId);
      const shifts = desk.calendarFor(instrumentId).shifts;
      return {
        today: today.on,
        shift: shifts[today.shift - 1]?.name ?? '',
        items: items.toSorted(compareItems),
        doneToday: plans
          .filter((plan) => desk.itemsOf(plan).some(({ isDaily }) => isDaily))
          .flatMap((plan) =>
            (
              doneToday.all(plan.planId, desk.today(plan.instrumentId).on) as Record<
                'planId' | 'title' | 'actor' | 'hash',
                string
              >[]
            ).map(({ planId, title, actor, hash }) => ({
              planId,
              title,
              instrumentName: desk.instrument(plan.instrumentId)?.name ?? '',
              by: actorName(actor, context),
              hash,
            })),
          ),
      };
    }),
  });
}

import { implement } from '@orpc/server';
import { agendaContract } from '../../../shared/modules/maintenance/agenda-contract.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName } from '../authors.ts';
import type { AgendaDesk } from './agenda-desk.ts';
import { compareItems, createCounting, isWanted, readNotSetUp } from './agenda-list.ts';
import { pastAgenda } from './agenda-past.ts';
import { explain } from './explain.ts';
import { liveAgenda } from './live.ts';

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

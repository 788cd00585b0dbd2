import { implement } from '@orpc/server';
import { isCivilDate } from '../../../shared/kernel/civil-date.ts';
import { compareNames } from '../../../shared/kernel/compare-names.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { isKnownZone } from '../../../shared/kernel/zone.ts';
import { calendarContract, type PlanRow, plansContract } from '../../../shared/modules/maintenance/plans-contract.ts';
import { placeCalendarChanged, placeStream, planStream } from '../../../shared/modules/maintenance/records.ts';
import { regimes } from '../../../shared/modules/maintenance/regimes.ts';
import { datesAhead, intervalStart, nothingDone } from '../../../shared/modules/maintenance/rules-due.ts';
import { placeFold } from '../../../shared/modules/maintenance/rules-place.ts';
import { planDecider } from '../../../shared/modules/maintenance/rules-plan.ts';
import { ruleSentences } from '../../../shared/modules/maintenance/rules-words.ts';
import type { PlanTerms } from '../../../shared/modules/maintenance/terms.ts';
import { draft } from '../../../shared/records/define.ts';
import { answersOf } from '../../../shared/records/slot.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName, personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import type { AgendaDesk } from './agenda-desk.ts';
import { requirePlan } from './occurrences.ts';
import { defaultCalendar } from './places.ts';
import type { PlanFacts } from './plan-facts.ts';
import { planHistory } from './plan-history.ts';
import { readOffers } from './upkeep.ts';

/** @throws AppError `maintenance/bad-plan` with the field that does not fit */
export function checkTerms(terms: PlanTerms): void {
  const refuse = (field: string): never => {
    throw new AppError('maintenance/bad-plan', { field, title: terms.title });
  };
  const keys = terms.fields.map(({ key }) => key);
  if (new Set(keys).size !== keys.length) refuse('fields');
  for (const field of terms.fields) {
    if (field.low !== null && field.high !== null && Number(field.low) > Number(field.high)) refuse(field.label);
    if (field.kind === 'choice' && field.choices.length === 0) refuse(field.label);
    if (field.passChoices.some((choice) => !field.choices.includes(choice))) refuse(field.label);
  }
  const { rule } = terms;
  if (rule.calendar && !isCivilDate(rule.calendar.startsOn)) refuse('startsOn');
}

/** Plans of any instrument: as many schedules as it needs. */
export function createPlanHandlers(context: HostContext, desk: AgendaDesk) {
  const os = implement(plansContract);
  const { store } = context;
  const author = () => personAuthor(context.actor);

  const toRow = (plan: PlanFacts): PlanRow => ({
    ...plan.terms,
    planId: plan.planId,
    instrumentId: plan.instrumentId,
    instrumentName: desk.instrument(plan.instrumentId)?.name ?? '',
    upkeepKey: plan.upkeepKey,
    isRetired: plan.isRetired,
    createdAt: plan.createdAt,
    createdBy: actorName(plan.createdBy, context),
    changedAt: plan.changedAt,
    tip: plan.tip,
    ruleText: ruleSentences(plan.terms.rule),
    now: plan.isRetired ? null : (desk.itemsOf(plan)[0] ?? null),
    hasConflict: plan.hasConflict,
  });
  const requireInstrument = (instrumentId: string): void => {
    if (!desk.instrument(instrumentId)) throw new AppError('instruments/not-found', { instrumentId });
  };

  return os.router({
    list: os.list.handler(({ input: { instrumentId, withRetired } }) =>
      desk.reads
        .plans()
        .filter(
          (plan) => (instrumentId === null || plan.instrumentId === instrumentId) && (withRetired || !plan.isRetired),
        )
        .map(toRow)
        .toSorted((a, b) => compareNames(a.instrumentName, b.instrumentName) || compareNames(a.title, b.title)),
    ),

    get: os.get.handler(({ input: { planId } }) => {
      const plan = requirePlan(desk, planId);
      const days = desk.daysFor(plan.instrumentId);
      const nextDates = plan.isRetired ? [] : datesAhead(plan.terms.rule, desk.reads.done(plan), days, 6, plan.carried);
      return { ...toRow(plan), history: planHistory(context, planId), nextDates };
    }),

    upkeep: os.upkeep.handler(({ input: { instrumentId } }) => {
      requireInstrument(instrumentId);
      return readOffers(context, desk, instrumentId);
    }),

    regimes: os.regimes.handler(() => regimes.map((one) => ({ ...one, windows: [...one.windows] }))),

    create: os.create.handler(({ input: { instrumentId, plans, reason } }) => {
      requireInstrument(instrumentId);
      const instrument = desk.instrument(instrumentId)!;
      const definition = context.catalog.get(instrument.definitionKey);
      const createdOn = desk.today(instrumentId).on;
      for (const { terms } of plans) checkTerms(terms);
      return store.transaction(() => ({
        planIds: plans.map(({ upkeepKey, terms }) => {
          const planId = newId();
          const upkeep =
            upkeepKey === null || !definition
              ? null
              : { key: upkeepKey, definitionKey: definition.key, ...stampOf(definition.stamp) };
          const body = { planId, instrumentId, terms, createdOn, upkeep, reason };
          store.records.decide(planDecider, planStream(planId), { do: 'create', body }, author());
          return planId;
        }),
      }));
    }),

    change: os.change.handler(({ input: { planId, terms, reason, expectedTip } }) => {
      const plan = requirePlan(desk, planId);
      checkTerms(terms);
      const standing = desk.standing(plan);
      const today = desk.today(plan.instrumentId).on;
      // What is due already stays due under its date: new terms do not hide it.
      const { calendar } = standing;
      const isOpen = calendar !== null && calendar.dueOn !== null && calendar.dueOn <= today;
      const carried = isOpen ? { occurrence: calendar.occurrence, dueOn: calendar.dueOn! } : null;
      store.records.decide(
        planDecider,
        planStream(planId),
        { do: 'change', terms, changedOn: today, carried, reason },
        author(),
        expectedTip === null ? {} : { expectedTip },
      );
      return {};
    }),

    retire: os.retire.handler(({ input: { planId, reason } }) => {
      requirePlan(desk, planId);
      store.records.decide(planDecider, planStream(planId), { do: 'retire', reason }, author());
      return {};
    }),

    preview: os.preview.handler(({ input: { instrumentId, rule, count } }) => {
      requireInstrument(instrumentId);
      const dates = datesAhead(rule, nothingDone, desk.daysFor(instrumentId), count);
      const problem = rule.calendar && dates.length === 0 ? 'maintenance/no-dates' : null;
      return { ruleText: ruleSentences(rule), dates, problem };
    }),

    startAfter: os.startAfter.handler(({ input: { calendar, lastDoneOn } }) => {
      if (!isCivilDate(lastDoneOn)) throw new AppError('maintenance/bad-date', { date: lastDoneOn });
      return { startsOn: intervalStart(calendar, lastDoneOn) };
    }),
  });
}

const stampOf = ({ version, hash }: { version: string; hash: string }) => ({ version, hash });

/** The days of each place. */
export function createCalendarHandlers(context: HostContext, desk: AgendaDesk) {
  const os = implement(calendarContract);
  const { store } = context;
  return os.router({
    get: os.get.handler(() => {
      const { calendars, instruments } = desk.surroundings;
      const kept = [...calendars.values()].map((calendar) => ({ ...calendar, isDefault: false }));
      const all = calendars.has('') ? kept : [{ ...defaultCalendar(''), isDefault: true }, ...kept];
      const places = new Set([...instruments.values()].map(({ place }) => place).filter(Boolean));
      return { calendars: all, places: [...places].toSorted() };
    }),
    set: os.set.handler(({ input: { calendar, reason } }) => {
      if (!isKnownZone(calendar.timeZone))
        throw new AppError('maintenance/unknown-zone', { timeZone: calendar.timeZone });
      const starts = calendar.shifts.map(({ startsAt }) => startsAt);
      if (starts.some((start, at) => at > 0 && start <= starts[at - 1]!))
        throw new AppError('maintenance/bad-shifts', {});
      const stream = placeStream(calendar.place);
      store.transaction(() => {
        const { state } = store.records.fold(stream, placeFold);
        if (JSON.stringify(state.calendar?.value) === JSON.stringify(calendar)) return;
        const body = { calendar, reason, answers: answersOf(state.calendar) };
        store.records.append([draft(placeCalendarChanged, stream, body)], personAuthor(context.actor));
      });
      return {};
    }),
  });
}

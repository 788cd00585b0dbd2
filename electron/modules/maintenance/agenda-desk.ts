import { addDays, daysBetween } from '../../../shared/kernel/civil-date.ts';
import type { AgendaItem, DueState, Notice } from '../../../shared/modules/maintenance/agenda-contract.ts';
import type { PlaceDays } from '../../../shared/modules/maintenance/rules-due.ts';
import { isDailyRule } from '../../../shared/modules/maintenance/rules-plan.ts';
import {
  type Standing,
  standingOf,
  stateOn,
  type Today,
  usedOf,
} from '../../../shared/modules/maintenance/rules-status.ts';
import { ruleSentences } from '../../../shared/modules/maintenance/rules-words.ts';
import type { PlaceCalendar } from '../../../shared/modules/maintenance/terms.ts';
import type { StoredRecord } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName } from '../authors.ts';
import { ClockWatch } from '../clock-watch.ts';
import { DraftShelf } from './drafts.ts';
import { calendarOf, type InstrumentFacts, readCalendars, readInstruments, readSpans, todayOf } from './places.ts';
import { createPlanReads, type OpenEvent, type PlanFacts } from './plan-facts.ts';

/** What holds for all plans until the register, a calendar or a declared span changes. */
interface Surroundings {
  readonly instruments: ReadonlyMap<string, InstrumentFacts>;
  readonly calendars: ReadonlyMap<string, PlaceCalendar>;
  readonly spans: ReadonlyMap<string, PlaceDays['notInUse']>;
}

interface Kept {
  readonly on: string;
  readonly shift: number;
  readonly items: readonly AgendaItem[];
}

/**
 * The agenda of one host. Everything it says is folded from the tables; what it keeps in memory is what has not changed
 * since it last looked, plan by plan, and is forgotten as soon as a record touches the plan.
 */
export class AgendaDesk {
  readonly reads;
  readonly drafts;
  readonly clock;
  readonly #context: HostContext;
  #plans: Map<string, PlanFacts> | null = null;
  #around: Surroundings | null = null;
  readonly #kept = new Map<string, Kept>();
  readonly #listeners = new Set<(planIds: readonly string[] | 'all') => void>();
  readonly #noticeListeners = new Set<(notices: readonly Notice[]) => void>();
  readonly #stop: () => void;

  constructor(context: HostContext) {
    this.#context = context;
    this.reads = createPlanReads(context);
    this.drafts = new DraftShelf(context.store.settings);
    this.clock = new ClockWatch(context);
    this.#stop = context.store.onCommitted(({ records }) => this.#notice(records));
  }

  close(): void {
    this.#stop();
    this.#listeners.clear();
  }

  /** Told which plans may stand otherwise, after the record that did it. */
  onChange(listener: (planIds: readonly string[] | 'all') => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Told what became due, overdue or nearly worn, each once on this machine. */
  onNotices(listener: (notices: readonly Notice[]) => void): () => void {
    this.#noticeListeners.add(listener);
    return () => this.#noticeListeners.delete(listener);
  }

  get hasNoticeListeners(): boolean {
    return this.#noticeListeners.size > 0;
  }

  tell(notices: readonly Notice[]): void {
    for (const listener of this.#noticeListeners) listener(notices);
  }

  /** A sheet was opened, saved or put away: its plan's row says so. */
  touched(planId: string): void {
    this.#forget([planId]);
  }

  get surroundings(): Surroundings {
    this.#around ??= {
      instruments: new Map(readInstruments(this.#context).map((one) => [one.instrumentId, one])),
      calendars: readCalendars(this.#context),
      spans: readSpans(this.#context),
    };
    return this.#around;
  }

  instrument(instrumentId: string): InstrumentFacts | undefined {
    return this.surroundings.instruments.get(instrumentId);
  }

  calendarFor(instrumentId: string | null): PlaceCalendar {
    const place = instrumentId === null ? '' : (this.instrument(instrumentId)?.place ?? '');
    return calendarOf(this.surroundings.calendars, place);
  }

  daysFor(instrumentId: string): PlaceDays {
    return { calendar: this.calendarFor(instrumentId), notInUse: this.surroundings.spans.get(instrumentId) ?? [] };
  }

  /** Date and shift where the instrument stands; for null, where the lab is. */
  today(instrumentId: string | null, atMs = this.#context.clock.wallMs()): Today & { readonly minutes: number } {
    return todayOf(this.calendarFor(instrumentId), atMs);
  }

  /** Every plan that is not retired, of instruments that are not. */
  plans(): PlanFacts[] {
    this.#plans ??= new Map(this.reads.plans().map((plan) => [plan.planId, plan]));
    return [...this.#plans.values()].filter(
      (plan) => !plan.isRetired && this.instrument(plan.instrumentId)?.isRetired === false,
    );
  }

  /** Where a plan stands now, read afresh: inside a transaction too. */
  standing(plan: PlanFacts): Standing {
    const { terms, carried, instrumentId } = plan;
    const facts = {
      rule: terms.rule,
      done: this.reads.done(plan),
      days: this.daysFor(instrumentId),
      carried,
      counter: this.reads.counter(plan),
    };
    return standingOf(facts, this.today(instrumentId));
  }

  /** The rows of one plan: its next occurrence, and each open event. */
  itemsOf(plan: PlanFacts): readonly AgendaItem[] {
    const today = this.today(plan.instrumentId);
    const kept = this.#kept.get(plan.planId);
    if (kept && kept.on === today.on && kept.shift === today.shift) return kept.items;
    const items = this.#makeItems(plan, today);
    this.#kept.set(plan.planId, { on: today.on, shift: today.shift, items });
    return items;
  }

  /** Every row, in no order. */
  items(): AgendaItem[] {
    return this.plans().flatMap((plan) => this.itemsOf(plan));
  }

  #makeItems(plan: PlanFacts, today: Today): AgendaItem[] {
    const standing = this.standing(plan);
    const events = this.reads.openEvents(plan.planId);
    const base = this.#baseItem(plan, standing, today);
    const byEvent = events.map((event) => this.#eventItem(base, event, plan, today));
    // Work that is asked for by events alone has no row of its own while an event asks.
    return standing.state === 'on-demand' && byEvent.length > 0 ? byEvent : [base, ...byEvent];
  }

  #baseItem(plan: PlanFacts, standing: Standing, today: Today): AgendaItem {
    const { planId, instrumentId, terms } = plan;
    const { rule } = terms;
    const instrument = this.instrument(instrumentId);
    const last = this.reads.last(planId);
    const skip = this.reads.skip(planId, standing.occurrence);
    const draft = this.drafts.ofPlan(planId)[0];
    const facts = rule.counter ? this.reads.counter(plan) : null;
    const used = rule.counter && facts ? usedOf(rule.counter, facts) : null;
    const { calendar } = this.daysFor(instrumentId);
    return {
      id: `${planId}/${standing.occurrence}`,
      planId,
      occurrence: standing.occurrence,
      instrumentId,
      instrumentName: instrument?.name ?? '',
      model: instrument?.model ?? '',
      place: instrument?.place ?? '',
      title: terms.title,
      kind: terms.kind,
      owner: terms.owner,
      regime: terms.regime,
      state: standing.state,
      cause: standing.cause,
      dueOn: standing.dueOn,
      windowOpensOn: standing.windowOpensOn,
      windowClosesOn: standing.windowClosesOn,
      isWindowOpen: standing.isWindowOpen,
      daysPast: standing.dueOn === null ? null : daysBetween(standing.dueOn, today.on),
      shift: standing.shift === null ? '' : (calendar.shifts[standing.shift - 1]?.name ?? String(standing.shift)),
      missedCount: standing.missed.count,
      counter: rule.counter && {
        meter: rule.counter.meter,
        unit: rule.counter.unit,
        every: rule.counter.every,
        used,
        share: used === null ? null : used / rule.counter.every,
        readOn: facts?.readOn ?? null,
      },
      event: null,
      last: last && { ...last, by: actorName(last.by, this.#context) },
      isFailing: last !== null && last.verdict !== 'pass',
      skip: skip && { ...skip, by: actorName(skip.by, this.#context) },
      draft: draft
        ? { sheetId: draft.sheetId, by: actorName(draft.openedBy, this.#context), savedAt: draft.savedAt }
        : null,
      isDaily: isDailyRule(rule),
      needsSignature: terms.needsSignature,
      needsReview: terms.needsReview,
      fieldCount: terms.fields.length,
      rule: ruleSentences(rule),
    };
  }

  #eventItem(base: AgendaItem, event: OpenEvent, { terms }: PlanFacts, today: Today): AgendaItem {
    const windowClosesOn = addDays(event.on, terms.rule.windowAfterDays);
    const state: DueState = stateOn({ dueOn: event.on, windowClosesOn, shift: null }, today);
    const occurrence = `e${event.eventId}`;
    return {
      ...base,
      id: `${base.planId}/${occurrence}`,
      occurrence,
      state,
      cause: 'event',
      dueOn: event.on,
      windowOpensOn: null,
      windowClosesOn,
      isWindowOpen: true,
      daysPast: daysBetween(event.on, today.on),
      shift: '',
      missedCount: 0,
      event,
      isDaily: false,
      isFailing: false,
      skip: null,
    };
  }

  #notice(records: readonly StoredRecord[]): void {
    const planIds = new Set<string>();
    const instruments = new Set<string>();
    let isAll = false;
    for (const { stream } of records) {
      const [subject, id = '', part] = stream.split('/');
      if (subject === 'plan' || subject === 'task') planIds.add(id);
      else if (subject === 'meter' || subject === 'maintenance-event' || subject === 'not-in-use') instruments.add(id);
      else if (subject === 'place-calendar' || subject === 'person') isAll = true;
      else if (subject === 'instrument' && part === undefined) isAll = true;
      if (subject === 'plan') this.#plans = null;
      if (subject === 'not-in-use') this.#around = null;
    }
    if (isAll) {
      this.#plans = null;
      this.#around = null;
      this.#kept.clear();
      for (const listener of this.#listeners) listener('all');
      return;
    }
    if (instruments.size > 0) {
      for (const plan of this.plans()) if (instruments.has(plan.instrumentId)) planIds.add(plan.planId);
    }
    if (planIds.size > 0) this.#forget([...planIds]);
  }

  #forget(planIds: readonly string[]): void {
    for (const planId of planIds) this.#kept.delete(planId);
    for (const listener of this.#listeners) listener(planIds);
  }
}

import type { PastAgenda } from '../../../shared/modules/maintenance/agenda-contract.ts';
import { coreMaintenanceRecords, planStream } from '../../../shared/modules/maintenance/records.ts';
import type { DoneSoFar, PlaceDays } from '../../../shared/modules/maintenance/rules-due.ts';
import { planDecider } from '../../../shared/modules/maintenance/rules-plan.ts';
import { type CounterFacts, firesAt, standingOf } from '../../../shared/modules/maintenance/rules-status.ts';
import type { CounterRule } from '../../../shared/modules/maintenance/terms.ts';
import { foldStream } from '../../../shared/records/fold.ts';
import { createRegistry } from '../../../shared/records/registry.ts';
import type { HostContext } from '../../host/module.ts';
import type { AgendaDesk } from './agenda-desk.ts';
import { todayOf } from './places.ts';

/**
 * Where an instrument's plans stood at a past moment, as was known then: plans folded from the records that were there, work
 * that had been entered by then. What was entered later about before does not count; days and shifts are those of the place
 * as its calendar is now.
 */

const registry = createRegistry(coreMaintenanceRecords);
/** Occurrences looked back at for the newest whose record was there: more are only there when many were entered late. */
const lookBack = 60;

interface TaskRow {
  slot: string | null;
  done_on: string;
  done_shift: number | null;
  meter_total: number | null;
  holder: string | null;
}

export function pastAgenda(context: HostContext, desk: AgendaDesk, instrumentId: string, atMs: number): PastAgenda {
  const { store } = context;
  const calendar = desk.calendarFor(instrumentId);
  const today = todayOf(calendar, atMs);
  const at = new Date(atMs).toISOString();
  const wasThere = (hash: string | null): boolean => {
    const record = hash === null ? undefined : store.records.byHash(hash);
    return record !== undefined && Date.parse(record.wall) <= atMs;
  };
  const days: PlaceDays = { calendar, notInUse: spansThen(context, instrumentId, at) };
  const planIds = store.db
    .prepare('SELECT plan_id FROM maintenance_plans WHERE instrument_id = ? ORDER BY plan_id')
    .pluck()
    .all(instrumentId) as string[];
  const items = planIds.flatMap((planId): PastAgenda['items'] => {
    const stream = planStream(planId);
    const records = store.records.read(stream).filter(({ wall }) => Date.parse(wall) <= atMs);
    const { state } = foldStream(planDecider, stream, records, registry);
    if (!state.value || state.retired?.value === true) return [];
    const { terms, ruleSince, carried } = state.value.value;
    const { counter } = terms.rule;
    const done = doneThen(planId);
    const facts = {
      rule: terms.rule,
      done: since(ruleSince, done),
      days,
      carried,
      counter: counter && counterThen(context, instrumentId, counter, done.meterTotal, today.on),
    };
    const { state: due, dueOn } = standingOf(facts, today);
    return [{ planId, title: terms.title, kind: terms.kind, state: due, dueOn, last: lastThen(planId) }];
  });
  return { today: today.on, items };

  /** The newest that counted then: by slot, by day, by meter. */
  function doneThen(planId: string): {
    bySlot: TaskRow | undefined;
    resetOn: string | null;
    meterTotal: number | null;
  } {
    const newest = (column: 'slot' | 'done_on' | 'meter_total'): TaskRow | undefined => {
      // `+`: read in the order asked for, not by day and then sorted, which reads all years for the first row.
      const doneOn = column === 'done_on' ? 'done_on' : '+done_on';
      const rows = store.db.prepare(
        `SELECT slot, done_on, done_shift, meter_total, holder FROM maintenance_tasks
         WHERE plan_id = ? AND ${column} IS NOT NULL AND ${doneOn} <= ? ORDER BY ${column} DESC LIMIT ?`,
      );
      const isThere = ({ holder }: TaskRow): boolean => wasThere(holder);
      // Almost always the first is there already.
      const first = rows.get(planId, today.on, 1) as TaskRow | undefined;
      if (first === undefined || isThere(first)) return first;
      return (rows.all(planId, today.on, lookBack) as TaskRow[]).find(isThere);
    };
    return {
      bySlot: newest('slot'),
      resetOn: newest('done_on')?.done_on ?? null,
      meterTotal: newest('meter_total')?.meter_total ?? null,
    };
  }

  function lastThen(planId: string): PastAgenda['items'][number]['last'] {
    const row = store.db
      .prepare(
        `SELECT performed_on AS "on", verdict, hash FROM maintenance_performed
         WHERE plan_id = ? AND performed_on <= ? AND julianday(entered_at) <= julianday(?)
         ORDER BY performed_on DESC, rowid DESC LIMIT 1`,
      )
      .get(planId, today.on, at) as PastAgenda['items'][number]['last'] | undefined;
    return row ?? null;
  }
}

/** Work done before the terms were changed counted for the terms before. */
function since(
  ruleSince: string,
  { bySlot, resetOn }: { bySlot: TaskRow | undefined; resetOn: string | null },
): DoneSoFar {
  const isOfRule = bySlot !== undefined && bySlot.done_on >= ruleSince;
  return {
    slot: isOfRule ? bySlot.slot : null,
    slotDoneOn: isOfRule ? bySlot.done_on : null,
    slotDoneShift: isOfRule ? bySlot.done_shift : null,
    resetOn: resetOn !== null && resetOn >= ruleSince ? resetOn : null,
  };
}

function counterThen(
  { store }: HostContext,
  instrumentId: string,
  counter: CounterRule,
  doneAt: number | null,
  on: string,
): CounterFacts {
  const now = store.db
    .prepare(
      `SELECT total, on_date FROM meter_readings WHERE instrument_id = ? AND meter = ? AND on_date <= ?
         AND total IS NOT NULL ORDER BY hlc DESC LIMIT 1`,
    )
    .get(instrumentId, counter.meter, on) as { total: number; on_date: string } | undefined;
  const firedOn = store.db
    .prepare(
      `SELECT on_date FROM meter_readings WHERE instrument_id = ? AND meter = ? AND total >= ? AND on_date <= ?
       ORDER BY total LIMIT 1`,
    )
    .pluck()
    .get(instrumentId, counter.meter, firesAt(counter, doneAt), on) as string | undefined;
  return { total: now?.total ?? null, readOn: now?.on_date ?? null, doneAt, firedOn: firedOn ?? null };
}

/** Declared times out of use, as declared by then; one that ended later had no end yet. */
function spansThen({ store }: HostContext, instrumentId: string, at: string): PlaceDays['notInUse'] {
  return store.db
    .prepare(
      `SELECT from_on AS fromOn, CASE WHEN to_on IS NOT NULL AND to_on <= substr(?, 1, 10) THEN to_on END AS toOn
       FROM not_in_use_spans WHERE instrument_id = ? AND julianday(declared_at) <= julianday(?) ORDER BY from_on`,
    )
    .all(at, instrumentId, at) as PlaceDays['notInUse'];
}

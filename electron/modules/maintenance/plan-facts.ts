import type { Carried, DoneSoFar } from '../../../shared/modules/maintenance/rules-due.ts';
import { type CounterFacts, firesAt } from '../../../shared/modules/maintenance/rules-status.ts';
import type { EventKind, PlanTerms } from '../../../shared/modules/maintenance/terms.ts';
import type { HostContext } from '../../host/module.ts';

/** A plan as its table has it. */
export interface PlanFacts {
  readonly planId: string;
  readonly instrumentId: string;
  readonly terms: PlanTerms;
  readonly ruleSince: string;
  readonly carried: Carried | null;
  readonly upkeepKey: string | null;
  readonly isRetired: boolean;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly changedAt: string | null;
  readonly tip: string;
  readonly hasConflict: boolean;
}

interface PlanTableRow {
  plan_id: string;
  instrument_id: string;
  terms: string;
  rule_since: string;
  carried: string | null;
  upkeep_key: string | null;
  is_retired: number;
  created_at: string;
  created_by: string;
  changed_at: string | null;
  tip: string;
  conflict_count: number;
}

const toFacts = (row: PlanTableRow): PlanFacts => ({
  planId: row.plan_id,
  instrumentId: row.instrument_id,
  terms: JSON.parse(row.terms) as PlanTerms,
  ruleSince: row.rule_since,
  carried: row.carried === null ? null : (JSON.parse(row.carried) as Carried),
  upkeepKey: row.upkeep_key,
  isRetired: row.is_retired === 1,
  createdAt: row.created_at,
  createdBy: row.created_by,
  changedAt: row.changed_at,
  tip: row.tip,
  hasConflict: row.conflict_count > 0,
});

export interface OpenEvent {
  readonly eventId: string;
  readonly kind: EventKind;
  readonly on: string;
  readonly note: string;
}

export interface LastDone {
  readonly on: string;
  readonly by: string;
  readonly verdict: 'pass' | 'fail' | 'cannot-evaluate';
  readonly hash: string;
  readonly isLateEntry: boolean;
}

/**
 * Reads of the scheduler's tables. Each is a step to the end of an index: what it costs does not grow with the history
 * (`npm run perf` holds it so).
 */
export function createPlanReads({ store }: HostContext) {
  const { db } = store;
  const one = db.prepare<[string], PlanTableRow>('SELECT * FROM maintenance_plans WHERE stream = ?');
  const all = db.prepare<[], PlanTableRow>('SELECT * FROM maintenance_plans');
  const slot = db.prepare<[string]>(
    `SELECT slot, done_on, done_shift FROM maintenance_tasks WHERE plan_id = ? AND slot IS NOT NULL
     ORDER BY slot DESC LIMIT 1`,
  );
  const day = db
    .prepare<[string]>(
      'SELECT done_on FROM maintenance_tasks WHERE plan_id = ? AND done_on IS NOT NULL ORDER BY done_on DESC LIMIT 1',
    )
    .pluck();
  const meterDone = db
    .prepare<[string]>(
      `SELECT meter_total FROM maintenance_tasks WHERE plan_id = ? AND meter_total IS NOT NULL
       ORDER BY meter_total DESC LIMIT 1`,
    )
    .pluck();
  const meter = db.prepare<[string, string]>('SELECT total, read_on FROM meters WHERE instrument_id = ? AND meter = ?');
  const fired = db
    .prepare<[string, string, number]>(
      `SELECT on_date FROM meter_readings WHERE instrument_id = ? AND meter = ? AND total >= ? ORDER BY total LIMIT 1`,
    )
    .pluck();
  const events = db.prepare<[string]>(
    `SELECT event_id AS eventId, kind, on_date AS "on", note FROM maintenance_event_tasks
     WHERE plan_id = ? AND is_open = 1 ORDER BY on_date LIMIT 50`,
  );
  const last = db.prepare<[string]>(
    `SELECT performed_on AS "on", actor AS "by", verdict, hash, is_late_entry AS isLateEntry FROM maintenance_performed
     WHERE plan_id = ? AND is_voided = 0 ORDER BY performed_on DESC, rowid DESC LIMIT 1`,
  );
  const skip = db
    .prepare<[string, string]>(
      'SELECT skip FROM maintenance_tasks WHERE plan_id = ? AND occurrence = ? AND skip IS NOT NULL',
    )
    .pluck();

  const due = db
    .prepare<[string, string, string, string, string]>(
      `SELECT DISTINCT due_on FROM maintenance_performed
       WHERE plan_id = ? AND performed_on BETWEEN date(?, '-400 days') AND date(?, '+400 days')
         AND due_on BETWEEN ? AND ? AND is_voided = 0`,
    )
    .pluck();

  return {
    /** Due dates of what was done, within a span. */
    dueBetween: (planId: string, from: string, to: string) => due.all(planId, from, to, from, to) as string[],

    /** The plan, retired or not, or undefined. */
    plan(planId: string): PlanFacts | undefined {
      const row = one.get(`plan/${planId}`);
      return row && toFacts(row);
    },
    plans: (): PlanFacts[] => all.all().map(toFacts),

    /** What counts so far, under the dates the plan has now. */
    done({ planId, ruleSince }: Pick<PlanFacts, 'planId' | 'ruleSince'>): DoneSoFar {
      const row = slot.get(planId) as { slot: string; done_on: string; done_shift: number | null } | undefined;
      const resetOn = (day.get(planId) as string | undefined) ?? null;
      const isOfRule = row !== undefined && row.done_on >= ruleSince;
      return {
        slot: isOfRule ? row.slot : null,
        slotDoneOn: isOfRule ? row.done_on : null,
        slotDoneShift: isOfRule ? row.done_shift : null,
        resetOn: resetOn !== null && resetOn >= ruleSince ? resetOn : null,
      };
    },

    counter({ planId, instrumentId, terms }: PlanFacts): CounterFacts | null {
      const { counter } = terms.rule;
      if (!counter) return null;
      const now = meter.get(instrumentId, counter.meter) as { total: number; read_on: string } | undefined;
      const doneAt = (meterDone.get(planId) as number | undefined) ?? null;
      const firedOn = fired.get(instrumentId, counter.meter, firesAt(counter, doneAt)) as string | undefined;
      return { total: now?.total ?? null, readOn: now?.read_on ?? null, doneAt, firedOn: firedOn ?? null };
    },

    openEvents: (planId: string) => events.all(planId) as OpenEvent[],

    last(planId: string): LastDone | null {
      const row = last.get(planId) as (Omit<LastDone, 'isLateEntry'> & { isLateEntry: number }) | undefined;
      return row ? { ...row, isLateEntry: row.isLateEntry === 1 } : null;
    },

    skip(planId: string, occurrence: string): { reason: string; by: string; at: string } | null {
      const text = skip.get(planId, occurrence) as string | undefined;
      return text === undefined ? null : (JSON.parse(text) as { reason: string; by: string; at: string });
    },
  };
}

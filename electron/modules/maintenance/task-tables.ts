import { taskRecords } from '../../../shared/modules/maintenance/records.ts';
import {
  advanceOf,
  countsAsOf,
  holderOf,
  type Performance,
  taskDecider,
} from '../../../shared/modules/maintenance/rules-task.ts';
import { defineProjection, type Statement } from '../../store/projection.ts';

/** First measured value of a sheet, for the box of the month grid. */
function firstValue({ body }: Performance): string {
  const field = body.fields.find(({ kind, value }) => (kind === 'number' || kind === 'reading') && value !== null);
  return field ? `${field.value} ${field.unit}`.trim().slice(0, 60) : '';
}

/**
 * Rows that are looked for by themselves: each kind has an index of its own, empty but for them. A query names index and
 * condition in these words.
 */
export const rareRows = {
  to_review: 'is_to_review = 1',
  failed: "verdict <> 'pass' AND is_voided = 0",
  late_entries: 'is_late_entry = 1',
  in_conflict: 'is_conflict = 1',
} as const;

/**
 * What was done, by occurrence. `maintenance_tasks` holds what each occurrence gives the scheduler: the newest slot, day
 * and meter total of a plan are found at the end of three indexes, however long the history. `maintenance_performed`
 * holds each performance as lists and the grid show it; the whole of it is in the log, by its hash. Cases read both: failed and
 * missed work, late entries.
 */
export const tasksTable = defineProjection({
  name: 'maintenance-tasks',
  version: 1,
  tables: ['maintenance_tasks', 'maintenance_performed'],
  ddl: [
    `CREATE TABLE maintenance_tasks (
      stream TEXT NOT NULL UNIQUE, plan_id TEXT NOT NULL, instrument_id TEXT NOT NULL, occurrence TEXT NOT NULL,
      slot TEXT, done_on TEXT, done_shift INTEGER, meter_total REAL, holder TEXT, skip TEXT, missed TEXT,
      conflict_count INTEGER NOT NULL
    ) STRICT`,
    'CREATE INDEX maintenance_tasks_by_slot ON maintenance_tasks (plan_id, slot) WHERE slot IS NOT NULL',
    'CREATE INDEX maintenance_tasks_by_day ON maintenance_tasks (plan_id, done_on) WHERE done_on IS NOT NULL',
    'CREATE INDEX maintenance_tasks_by_meter ON maintenance_tasks (plan_id, meter_total) WHERE meter_total IS NOT NULL',
    'CREATE INDEX maintenance_tasks_in_conflict ON maintenance_tasks (plan_id) WHERE conflict_count > 0',
    'CREATE INDEX maintenance_tasks_skipped ON maintenance_tasks (plan_id, occurrence) WHERE skip IS NOT NULL',
    `CREATE TABLE maintenance_performed (
      stream TEXT NOT NULL, hash TEXT NOT NULL, plan_id TEXT NOT NULL, instrument_id TEXT NOT NULL,
      occurrence TEXT NOT NULL, title TEXT NOT NULL, performed_on TEXT NOT NULL, performed_shift INTEGER, due_on TEXT,
      performed_at TEXT, entered_at TEXT NOT NULL, time_zone TEXT NOT NULL, actor TEXT NOT NULL, verdict TEXT NOT NULL,
      verdict_reason TEXT NOT NULL, counts_as TEXT NOT NULL, is_late_entry INTEGER NOT NULL,
      correction_count INTEGER NOT NULL, is_voided INTEGER NOT NULL, review TEXT, is_to_review INTEGER NOT NULL,
      needs_review INTEGER NOT NULL, clock TEXT NOT NULL, is_conflict INTEGER NOT NULL, value TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX maintenance_performed_of_plan ON maintenance_performed (plan_id, performed_on)',
    'CREATE INDEX maintenance_performed_of_instrument ON maintenance_performed (instrument_id, performed_on, hash)',
    ...Object.entries(rareRows).map(
      ([name, condition]) =>
        `CREATE INDEX maintenance_performed_${name} ON maintenance_performed (instrument_id, performed_on, hash)
         WHERE ${condition}`,
    ),
  ],
  reads: taskRecords,
  fold: taskDecider,
  apply(record, { state, stream, conflicts }) {
    const { planId, instrumentId, occurrence } = record.body as Record<
      'planId' | 'instrumentId' | 'occurrence',
      string
    >;
    const advance = advanceOf(state);
    const holder = holderOf(state.performances);
    const skip = state.skips.at(-1);
    const isConflict = conflicts.length > 0 ? 1 : 0;
    const statements: Statement[] = [
      {
        sql: `INSERT OR REPLACE INTO maintenance_tasks (stream, plan_id, instrument_id, occurrence, slot, done_on,
          done_shift, meter_total, holder, skip, missed, conflict_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          planId,
          instrumentId,
          occurrence,
          advance?.slot ?? null,
          advance?.doneOn ?? null,
          advance?.doneShift ?? null,
          advance?.meterTotal ?? null,
          advance?.hash ?? null,
          skip ? JSON.stringify(skip) : null,
          state.missed ? JSON.stringify(state.missed) : null,
          conflicts.length,
        ],
      },
    ];
    // A second performance or a review changes how the others read: there are seldom more than one.
    if (state.performances.length > 0) {
      statements.push({ sql: 'DELETE FROM maintenance_performed WHERE stream = ?', values: [stream] });
    }
    for (const one of state.performances) {
      const { body, review } = one;
      const isToReview = body.needsReview && review === null && !body.isVoided;
      statements.push({
        sql: `INSERT INTO maintenance_performed (stream, hash, plan_id, instrument_id, occurrence, title, performed_on,
          performed_shift, due_on, performed_at, entered_at, time_zone, actor, verdict, verdict_reason, counts_as,
          is_late_entry, correction_count, is_voided, review, is_to_review, needs_review, clock, is_conflict, value)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          one.hash,
          planId,
          instrumentId,
          body.occurrence,
          body.title,
          body.performedOn,
          body.performedShift,
          body.dueOn,
          body.performedAt,
          body.enteredAt,
          body.timeZone,
          one.by,
          body.verdict,
          body.verdictReason,
          countsAsOf(one, holder),
          body.isLateEntry ? 1 : 0,
          body.correctionCount,
          body.isVoided ? 1 : 0,
          review ? JSON.stringify(review) : null,
          isToReview ? 1 : 0,
          body.needsReview ? 1 : 0,
          body.clock,
          isConflict,
          firstValue(one),
        ],
      });
    }
    return statements;
  },
});

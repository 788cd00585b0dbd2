import { currentPart, partFold } from '../../../shared/modules/maintenance/service-parts-rules.ts';
import {
  campaignStarted,
  downtimeRecords,
  overrideRecords,
  partMoved,
  partRecords,
  rtsRecords,
  workOrderRecords,
} from '../../../shared/modules/maintenance/service-records.ts';
import {
  itemStateOf,
  overridesFold,
  rtsDecider,
  rtsStateOf,
  standingReview,
} from '../../../shared/modules/maintenance/service-rts-rules.ts';
import {
  currentWorkOrder,
  downtimeDecider,
  isOpenWork,
  workOrderDecider,
} from '../../../shared/modules/maintenance/service-rules.ts';
import { isRecordOf } from '../../../shared/records/define.ts';
import { defineProjection, type Statement } from '../../store/projection.ts';

/** One row a work order, as it is after its records. Cases read this table, `downtimes` and `rts_lists`, and names of `parts`. */
export const workOrdersTable = defineProjection({
  name: 'work-orders',
  version: 1,
  tables: ['work_orders'],
  ddl: [
    `CREATE TABLE work_orders (
      stream TEXT NOT NULL UNIQUE, work_order_id TEXT NOT NULL, instrument_id TEXT NOT NULL, number TEXT NOT NULL,
      state TEXT NOT NULL, is_open INTEGER NOT NULL, due_on TEXT, opened_at TEXT NOT NULL, completed_at TEXT,
      what_was_done TEXT NOT NULL, error_id TEXT, campaign_id TEXT, rts_id TEXT, fields TEXT NOT NULL,
      conflict_count INTEGER NOT NULL
    ) STRICT`,
    'CREATE INDEX work_orders_by_instrument ON work_orders (instrument_id, opened_at)',
    'CREATE INDEX work_orders_by_time ON work_orders (opened_at)',
    'CREATE INDEX work_orders_open ON work_orders (instrument_id) WHERE is_open = 1',
    'CREATE INDEX work_orders_of_campaign ON work_orders (campaign_id) WHERE campaign_id IS NOT NULL',
  ],
  reads: workOrderRecords,
  fold: workOrderDecider,
  apply(_record, { state, stream, conflicts }) {
    const now = currentWorkOrder(state);
    const { opened, completions } = state;
    if (!now || !opened) return [];
    const { state: name, dueOn } = now;
    const last = completions.at(-1);
    const isDone = name === 'complete';
    return [
      {
        sql: `INSERT OR REPLACE INTO work_orders (stream, work_order_id, instrument_id, number, state, is_open, due_on,
          opened_at, completed_at, what_was_done, error_id, campaign_id, rts_id, fields, conflict_count)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          state.workOrderId,
          opened.instrumentId,
          opened.number,
          name,
          isOpenWork(name) ? 1 : 0,
          dueOn,
          state.openedAt,
          isDone ? (last?.at ?? null) : null,
          completions.map(({ whatWasDone }) => whatWasDone).join('\n'),
          opened.errorId,
          opened.campaignId,
          last?.rtsId ?? null,
          JSON.stringify(now),
          conflicts.length,
        ],
      },
    ];
  },
});

/** One row a spare part, and one a movement of its stock. */
export const partsTable = defineProjection({
  name: 'parts',
  version: 1,
  tables: ['parts', 'part_movements'],
  ddl: [
    `CREATE TABLE parts (
      stream TEXT NOT NULL UNIQUE, part_id TEXT NOT NULL, name TEXT NOT NULL, number TEXT NOT NULL,
      is_withdrawn INTEGER NOT NULL, on_hand INTEGER NOT NULL, fields TEXT NOT NULL, conflict_count INTEGER NOT NULL
    ) STRICT`,
    `CREATE TABLE part_movements (
      stream TEXT NOT NULL, hash TEXT PRIMARY KEY, part_id TEXT NOT NULL, work_order_id TEXT, instrument_id TEXT,
      hlc TEXT NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL, change INTEGER NOT NULL,
      lot_or_serial TEXT NOT NULL, note TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX part_movements_by_part ON part_movements (part_id, hlc)',
    'CREATE INDEX part_movements_of_order ON part_movements (work_order_id) WHERE work_order_id IS NOT NULL',
  ],
  reads: partRecords,
  fold: partFold,
  apply(record, { state, stream, conflicts }) {
    const statements: Statement[] = [];
    const now = currentPart(state);
    if (now) {
      statements.push({
        sql: `INSERT OR REPLACE INTO parts (stream, part_id, name, number, is_withdrawn, on_hand, fields, conflict_count)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          state.partId,
          now.name,
          now.number,
          now.isWithdrawn ? 1 : 0,
          state.onHand,
          JSON.stringify(now),
          conflicts.length,
        ],
      });
    }
    if (isRecordOf(record, partMoved)) {
      const { partId, workOrderId, instrumentId, kind, change, lotOrSerial, note } = record.body;
      const { hash, hlc, wall, actor } = record;
      statements.push({
        sql: `INSERT OR REPLACE INTO part_movements (stream, hash, part_id, work_order_id, instrument_id, hlc, at, actor,
          kind, change, lot_or_serial, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [stream, hash, partId, workOrderId, instrumentId, hlc, wall, actor, kind, change, lotOrSerial, note],
      });
    }
    return statements;
  },
});

/** One row a span out of service. */
export const downtimesTable = defineProjection({
  name: 'downtimes',
  version: 1,
  tables: ['downtimes'],
  ddl: [
    `CREATE TABLE downtimes (
      stream TEXT NOT NULL UNIQUE, downtime_id TEXT NOT NULL, instrument_id TEXT NOT NULL, kind TEXT NOT NULL,
      cause TEXT NOT NULL, from_at TEXT NOT NULL, to_at TEXT, results_affected TEXT NOT NULL, affected_note TEXT NOT NULL,
      work_order_id TEXT, rts_id TEXT, ended_by TEXT, conflict_count INTEGER NOT NULL
    ) STRICT`,
    'CREATE INDEX downtimes_by_instrument ON downtimes (instrument_id, from_at)',
    'CREATE INDEX downtimes_by_time ON downtimes (from_at)',
    'CREATE INDEX downtimes_open ON downtimes (instrument_id) WHERE to_at IS NULL',
    'CREATE INDEX downtimes_of_order ON downtimes (work_order_id) WHERE work_order_id IS NOT NULL',
    'CREATE INDEX downtimes_of_list ON downtimes (rts_id) WHERE rts_id IS NOT NULL',
  ],
  reads: downtimeRecords,
  fold: downtimeDecider,
  apply(_record, { state, stream, conflicts }) {
    const { started, end, downtimeId } = state;
    if (!started) return [];
    const { kind, cause, from, resultsAffected, affectedNote } = state.fields?.value ?? started;
    return [
      {
        sql: `INSERT OR REPLACE INTO downtimes (stream, downtime_id, instrument_id, kind, cause, from_at, to_at,
          results_affected, affected_note, work_order_id, rts_id, ended_by, conflict_count)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          downtimeId,
          started.instrumentId,
          kind,
          cause,
          inUtc(from),
          end ? inUtc(end.value.at) : null,
          resultsAffected,
          affectedNote,
          started.workOrderId,
          end?.value.rtsId ?? started.rtsId,
          end?.value.by ?? null,
          conflicts.length,
        ],
      },
    ];
  },
});

/** Campaigns; their units are the work orders that name them. */
export const campaignsTable = defineProjection({
  name: 'campaigns',
  version: 1,
  tables: ['campaigns'],
  ddl: [
    `CREATE TABLE campaigns (
      stream TEXT NOT NULL UNIQUE, campaign_id TEXT NOT NULL, definition_key TEXT NOT NULL, due_on TEXT,
      started_at TEXT NOT NULL, body TEXT NOT NULL
    ) STRICT`,
  ],
  reads: [campaignStarted],
  apply(record, { stream }) {
    if (!isRecordOf(record, campaignStarted)) return [];
    const { campaignId, definitionKey, dueOn } = record.body;
    return [
      {
        sql: `INSERT OR REPLACE INTO campaigns (stream, campaign_id, definition_key, due_on, started_at, body)
          VALUES (?, ?, ?, ?, ?, ?)`,
        values: [stream, campaignId, definitionKey, dueOn, record.wall, JSON.stringify(record.body)],
      },
    ];
  },
});

/**
 * One row a return-to-service list. The instruments module reads `instrument_id` and `is_open` of this table: while a row
 * is open, the register cannot say "in service".
 */
export const rtsListsTable = defineProjection({
  name: 'rts-lists',
  version: 1,
  tables: ['rts_lists'],
  ddl: [
    `CREATE TABLE rts_lists (
      stream TEXT NOT NULL UNIQUE, rts_id TEXT NOT NULL, instrument_id TEXT NOT NULL, state TEXT NOT NULL,
      is_open INTEGER NOT NULL, events TEXT NOT NULL, raised_at TEXT NOT NULL, raised_hlc TEXT NOT NULL,
      raised_by TEXT NOT NULL, note TEXT NOT NULL, work_order_id TEXT, item_count INTEGER NOT NULL,
      open_item_count INTEGER NOT NULL, returned_at TEXT, reviewed_by TEXT NOT NULL, review_hash TEXT,
      conflict_count INTEGER NOT NULL
    ) STRICT`,
    'CREATE INDEX rts_lists_by_instrument ON rts_lists (instrument_id, raised_hlc)',
    'CREATE INDEX rts_lists_by_time ON rts_lists (raised_hlc)',
    'CREATE INDEX rts_lists_open ON rts_lists (instrument_id) WHERE is_open = 1',
    'CREATE INDEX rts_lists_of_order ON rts_lists (work_order_id) WHERE work_order_id IS NOT NULL',
  ],
  reads: rtsRecords,
  fold: rtsDecider,
  apply(record, { state, stream, conflicts }) {
    const { raised } = state;
    if (!raised) return [];
    const name = rtsStateOf(state);
    const review = standingReview(state);
    const openCount = raised.items.filter(({ key }) => itemStateOf(state, key) !== 'done').length;
    return [
      {
        sql: `INSERT INTO rts_lists (stream, rts_id, instrument_id, state, is_open, events, raised_at, raised_hlc,
          raised_by, note, work_order_id, item_count, open_item_count, returned_at, reviewed_by, review_hash,
          conflict_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (stream) DO UPDATE SET state = excluded.state, is_open = excluded.is_open,
          open_item_count = excluded.open_item_count, returned_at = excluded.returned_at,
          reviewed_by = excluded.reviewed_by, review_hash = excluded.review_hash,
          conflict_count = excluded.conflict_count`,
        values: [
          stream,
          state.rtsId,
          raised.instrumentId,
          name,
          name === 'returned' ? 0 : 1,
          JSON.stringify(raised.events),
          state.raisedAt,
          // The hybrid time of the first record applied: the raise, as nothing else makes a row.
          record.hlc,
          state.raisedBy,
          raised.note,
          raised.workOrderId,
          raised.items.length,
          openCount,
          review?.at ?? null,
          review?.by ?? '',
          review?.hash ?? null,
          conflicts.length,
        ],
      },
    ];
  },
});

/** Signed exceptions from "not ready". */
export const overridesTable = defineProjection({
  name: 'readiness-overrides',
  version: 1,
  tables: ['readiness_overrides'],
  ddl: [
    `CREATE TABLE readiness_overrides (
      stream TEXT NOT NULL, override_id TEXT PRIMARY KEY, instrument_id TEXT NOT NULL, from_at TEXT NOT NULL,
      until_at TEXT NOT NULL, ended_at TEXT, by_actor TEXT NOT NULL, reason TEXT NOT NULL, reasons TEXT NOT NULL,
      hash TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX readiness_overrides_by_instrument ON readiness_overrides (instrument_id, from_at)',
    'CREATE INDEX readiness_overrides_by_time ON readiness_overrides (from_at)',
  ],
  reads: overrideRecords,
  fold: overridesFold,
  apply(record, { state, stream }) {
    const { overrideId } = record.body as { overrideId: string };
    const override = state.overrides.find((one) => one.overrideId === overrideId);
    if (!override) return [];
    return [
      {
        sql: `INSERT OR REPLACE INTO readiness_overrides (stream, override_id, instrument_id, from_at, until_at, ended_at,
          by_actor, reason, reasons, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          overrideId,
          override.instrumentId,
          override.from,
          override.until,
          override.endedAt,
          override.by,
          override.reason,
          JSON.stringify(override.reasons),
          override.hash,
        ],
      },
    ];
  },
});

export const serviceTables = [
  workOrdersTable,
  partsTable,
  downtimesTable,
  campaignsTable,
  rtsListsTable,
  overridesTable,
] as const;

/** One form for all times of a table, so that they sort; a time that cannot be read is kept as it came. */
function inUtc(at: string): string {
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? at : new Date(ms).toISOString();
}

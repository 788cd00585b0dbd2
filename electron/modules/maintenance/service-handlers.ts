import { implement } from '@orpc/server';
import { addDays } from '../../../shared/kernel/civil-date.ts';
import { availabilityFormulae, availabilityOf } from '../../../shared/modules/maintenance/service-availability.ts';
import { serviceContract } from '../../../shared/modules/maintenance/service-calls-contract.ts';
import { retentionRules, retentionVersion } from '../../../shared/modules/maintenance/service-retention.ts';
import type { HostContext } from '../../host/module.ts';
import { createCampaignHandlers } from './service-campaigns.ts';
import { requireInstrument } from './service-desk.ts';
import { createDowntimeHandlers, type DowntimeTableRow, selectDowntimes, toDowntimeRow } from './service-downtime.ts';
import { createPartsHandlers } from './service-parts-handlers.ts';
import { createReadinessHandlers, type ReadinessDesk } from './service-readiness.ts';
import { createRtsHandlers } from './service-rts-handlers.ts';
import { dayStartMs, zoneOf } from './service-today.ts';
import { createWorkOrderHandlers } from './service-work-handlers.ts';

/** Every call of the service side; the core composes it into the module. */
export function createServiceHandlers(context: HostContext, readiness: ReadinessDesk) {
  const os = implement(serviceContract);
  const { store, clock } = context;

  return os.router({
    workOrders: createWorkOrderHandlers(context),
    parts: createPartsHandlers(context),
    downtime: createDowntimeHandlers(context),
    campaigns: createCampaignHandlers(context),
    rts: createRtsHandlers(context),
    readiness: createReadinessHandlers(context, readiness),

    availability: os.availability.handler(({ input: { instrumentId, fromOn, toOn } }) => {
      if (instrumentId !== null) requireInstrument(context, instrumentId);
      const where = instrumentId === null ? "WHERE service_status <> 'retired'" : 'WHERE instrument_id = ?';
      const rows = store.db
        .prepare(`SELECT instrument_id, name, current FROM instruments ${where} ORDER BY name`)
        .all(...(instrumentId === null ? [] : [instrumentId])) as {
        instrument_id: string;
        name: string;
        current: string;
      }[];
      return {
        rows: rows.map((row) => {
          const { place, registeredAt } = JSON.parse(row.current) as { place: string; registeredAt: string };
          const zone = zoneOf(context, place);
          // An instrument is counted from the day it came to the register, never from before.
          const fromMs = Math.max(dayStartMs(zone, fromOn), Date.parse(registeredAt));
          const span = { fromMs, toMs: dayStartMs(zone, addDays(toOn, 1)) };
          const downs = store.db
            .prepare(`${selectDowntimes} WHERE d.instrument_id = ? AND d.from_at < ?`)
            .all(row.instrument_id, new Date(span.toMs).toISOString()) as DowntimeTableRow[];
          const spans = downs.map((down) => {
            const { kind, from, to } = toDowntimeRow(context, down);
            return { kind, fromMs: Date.parse(from), toMs: to === null ? null : Date.parse(to) };
          });
          const numbers = availabilityOf(spans, span, clock.wallMs());
          return { instrumentId: row.instrument_id, instrumentName: row.name, fromOn, toOn, ...numbers };
        }),
        formulae: availabilityFormulae.map((one) => ({ ...one })),
      };
    }),

    retention: os.retention.handler(() => ({
      version: retentionVersion,
      rules: retentionRules.map(({ key, years, countsFrom, source, effectiveFrom }) => {
        const { oldestAt, recordCount } = countKept(key);
        return { key, subject: `retention.${key}`, years, countsFrom, source, effectiveFrom, oldestAt, recordCount };
      }),
    })),
  });

  /** Rows of the tables that hold what a rule is about; counting the log itself would read all of it. */
  function countKept(key: keyof typeof keptIn): { oldestAt: string | null; recordCount: number } {
    let oldestAt: string | null = null;
    let recordCount = 0;
    for (const [table, column] of keptIn[key]) {
      const sql = `SELECT COUNT(*) AS count, MIN(${column}) AS oldest FROM ${table}`;
      const { count, oldest } = store.db.prepare(sql).get() as { count: number; oldest: string | null };
      recordCount += count;
      if (oldest !== null && (oldestAt === null || oldest < oldestAt)) oldestAt = oldest;
    }
    return { oldestAt, recordCount };
  }
}

const keptIn = {
  maintenance: [
    ['maintenance_performed', 'performed_on'],
    ['work_orders', 'opened_at'],
    ['downtimes', 'from_at'],
    ['rts_lists', 'raised_at'],
    ['imported_history', 'done_on'],
  ],
  qc: [
    ['instrument_backgrounds', 'at'],
    ['instrument_qc_runs', 'at'],
  ],
  'instrument-validation': [['rts_lists', 'raised_at']],
  procedures: [['maintenance_plans', 'created_at']],
} as const satisfies Record<string, readonly (readonly [table: string, column: string])[]>;

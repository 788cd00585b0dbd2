import { AppError } from '../../shared/kernel/errors.ts';
import type { Vector } from '../../shared/sync/hub-api.ts';
import { syncLimits } from '../../shared/sync/limits.ts';
import type { TravellingRecord } from '../../shared/sync/record-lines.ts';
import { sealAll } from '../../shared/sync/sealed-runs.ts';
import { hubAudit } from './audit.ts';
import { takeBatch } from './certificates.ts';
import type { HubContext } from './context.ts';
import type { HubRecords } from './hub-store.ts';
import { sealTools } from './record-crypto.ts';
import type { HubTransaction, LockedSite } from './tables.ts';
import { verifyHub } from './verify.ts';

/** Rows read at once: a page of the longest records stays small enough to hold. */
const readCount = 128;

/** Locks a scope's site for the rest of the transaction. @throws AppError `hub/scope-unknown` */
export async function requireSite(context: HubContext, trx: HubTransaction, scope: string): Promise<LockedSite> {
  const site = await context.database.lockSite(trx, scope);
  if (!site) throw new AppError('hub/scope-unknown', { scope });
  return site;
}

/** Records in and out, on either database. */
export function hubRecords(context: HubContext): HubRecords {
  const { db } = context.database;
  return {
    async push(site, records, via) {
      // Reading and hashing need no lock.
      const sealed = sealAll(records, sealTools);
      return db.transaction().execute(async (trx) => {
        const locked = await requireSite(context, trx, site);
        return takeBatch(context, trx, locked, via, sealed);
      });
    },

    async pull(scope, after, limit) {
      const siteId = await siteIdOf(context, scope);
      const records: TravellingRecord[] = [];
      let next = after;
      let bytes = 0;
      for (;;) {
        const rows = await db
          .selectFrom('records')
          .select(['arrival', 'raw', 'sig'])
          .where('site_id', '=', siteId)
          .where('arrival', '>', next)
          .orderBy('arrival')
          .limit(readCount)
          .execute();
        for (const { arrival, raw, sig } of rows) {
          bytes += raw.length;
          const isFull = records.length >= limit || bytes > syncLimits.batchBytes;
          if (isFull && records.length > 0) return { records, next, isMore: true };
          records.push({ raw, sig });
          next = arrival;
        }
        if (rows.length < readCount) return { records, next, isMore: false };
      }
    },

    async heads(scope) {
      const siteId = await siteIdOf(context, scope);
      const rows = await db.selectFrom('logs').selectAll().where('site_id', '=', siteId).orderBy('log').execute();
      const heads: Vector = {};
      for (const row of rows) if (row.head_seq > 0) heads[row.log] = [row.head_seq, row.head_link];
      return heads;
    },

    async readLog(log, fromSeq, limit) {
      const row = await db.selectFrom('logs').select('log_id').where('log', '=', log).executeTakeFirst();
      if (!row) return [];
      return db
        .selectFrom('records')
        .select(['raw', 'sig'])
        .where('log_id', '=', row.log_id)
        .where('seq', '>=', fromSeq)
        .orderBy('seq')
        .limit(limit)
        .execute();
    },

    audit: hubAudit(context),

    verify: (onProgress) => verifyHub(context, onProgress),
  };
}

async function siteIdOf(context: HubContext, scope: string): Promise<number> {
  const row = await context.database.db
    .selectFrom('sites')
    .select('site_id')
    .where('scope', '=', scope)
    .executeTakeFirst();
  if (!row) throw new AppError('hub/scope-unknown', { scope });
  return row.site_id;
}

import { setImmediate } from 'node:timers/promises';
import { hashOf } from '../../shared/records/envelope.ts';
import type { HubContext } from './context.ts';
import type { HubRecords } from './hub-store.ts';
import { isSignedBy, recordCrypto } from './record-crypto.ts';
import { keyOf } from './verify.ts';

/** Signatures checked before others get their turn: some milliseconds. */
const atOnce = 50;

/**
 * Ingest checks one signature a run of a log, because it covers the run's links; the others are checked here, a little at a
 * time, and how far is kept. A log where one does not hold is named once a process and left to `verify`.
 */
export function hubAudit(context: HubContext): HubRecords['audit'] {
  const { db } = context.database;
  const stuck = new Set<number>([0]);
  return async (limit) => {
    const problems: { log: string; seq: number; why: string }[] = [];
    let checkedCount = 0;
    const logs = await db
      .selectFrom('logs')
      .select(['log_id', 'log', 'audited_seq'])
      .whereRef('audited_seq', '<', 'head_seq')
      .where('log_id', 'not in', [...stuck])
      .orderBy('log_id')
      .limit(100)
      .execute();
    for (const { log_id, log, audited_seq } of logs) {
      if (checkedCount >= limit) return { checkedCount, problems, isDone: false };
      const key = await keyOf(context, log);
      const rows = await db
        .selectFrom('records')
        .select(['seq', 'hash', 'sig', 'raw'])
        .where('log_id', '=', log_id)
        .where('seq', '>', audited_seq)
        .orderBy('seq')
        .limit(limit - checkedCount)
        .execute();
      let proved = audited_seq;
      for (const { seq, hash, sig, raw } of rows) {
        if (++checkedCount % atOnce === 0) await setImmediate();
        const isText = Buffer.compare(hashOf(recordCrypto, raw), hash) === 0;
        if (!isText || !key || !isSignedBy(key, hash, sig)) {
          problems.push({ log, seq, why: isText ? 'records/bad-signature' : 'records/text-changed' });
          stuck.add(log_id);
          break;
        }
        proved = seq;
      }
      await db
        .updateTable('logs')
        .set({ audited_seq: proved })
        .where('log_id', '=', log_id)
        .where('audited_seq', '<', proved)
        .execute();
    }
    return { checkedCount, problems, isDone: checkedCount < limit && logs.length < 100 };
  };
}

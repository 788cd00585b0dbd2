import { parseLogId } from '../../shared/records/scopes.ts';
import type { Vector } from '../../shared/sync/hub-api.ts';
import { syncLimits } from '../../shared/sync/limits.ts';
import type { Store } from '../store/store.ts';
import { breathe, type LoopWork } from './loop-work.ts';

const closedKey = 'sync.closedLogs';

/** Own logs that went two ways: both sides hold both, and nothing more can be added to either. */
export function closedLogs(store: Pick<Store, 'settings'>): string[] {
  const kept = store.settings.get(closedKey);
  return Array.isArray(kept) ? kept.filter((log) => typeof log === 'string') : [];
}

/**
 * Looks whether the hub knows more of this machine's own logs than the machine does: its data folder was put back to an
 * earlier state by something that put back every note of it, too (a snapshot of the whole machine). Then it goes on in a new
 * epoch before anything else is written, and what the hub holds is brought back.
 */
export async function mendOwnLogs(work: LoopWork, theirs: Vector): Promise<void> {
  const { store } = work;
  const closed = new Set(closedLogs(store));
  for (const { log, seq, isOwn } of store.sync.heads()) {
    const head = theirs[log];
    if (!isOwn || !head || closed.has(log)) continue;
    const isAhead = head[0] > seq;
    if (!isAhead && store.sync.linkAt(log, head[0]) === head[1]) continue;
    if (parseLogId(log)?.epoch === store.keys.epoch) await store.sync.openEpoch('rolled-back');
    const isWhole = await bringBack(work, log, isAhead ? seq + 1 : 1);
    if (!isWhole) await closeLog(work, log);
  }
}

/** Takes the hub's records of an own log; false when they do not go on where ours end. */
async function bringBack({ store, client, hub, progress }: LoopWork, log: string, from: number): Promise<boolean> {
  let isWhole = true;
  for (let at = from; ; ) {
    const records = await client.log(log, at, syncLimits.batchRecords);
    if (records.length === 0) return isWhole;
    const report = store.sync.take(records, `hub:${hub.device}`);
    if (report.quarantined > 0) isWhole = false;
    at += records.length;
    progress(at - from, null);
    await breathe();
  }
}

/** Ours are brought to the hub once, which sets them aside, named: what both wrote is then in two places. */
async function closeLog({ store, client, note }: LoopWork, log: string): Promise<void> {
  const head = store.sync.heads().find((one) => one.log === log);
  note({ code: 'sync/log-went-two-ways', data: { log } });
  for (let from = (head?.hubSeq ?? 0) + 1; ; ) {
    const records = store.sync.read(log, from);
    if (records.length === 0) break;
    await client.push(records);
    from += records.length;
  }
  store.settings.set(closedKey, [...closedLogs(store), log]);
}

import { parseLogId } from '../../shared/records/scopes.ts';
import type { Vector } from '../../shared/sync/hub-api.ts';
import { syncLimits } from '../../shared/sync/limits.ts';
import type { TravellingRecord } from '../../shared/sync/record-lines.ts';
import type { SyncStore } from '../store/sync-store.ts';
import { breathe, type LoopWork } from './loop-work.ts';
import { closedLogs, mendOwnLogs } from './mend-own-logs.ts';

/** A log and how far the hub has to be brought. */
interface Errand {
  readonly log: string;
  from: number;
  readonly upto: number;
}

/** Logs the hub would not take, with how far they went then: tried again when they have grown, or after a while. */
export type RefusedLogs = Map<string, { readonly upto: number; readonly atMs: number }>;

const tryRefusedAgainMs = 3_600_000;

/**
 * Brings the hub every record it lacks, whoever wrote it, own logs first, and marks what its receipts say. A log the hub
 * does not take is left behind and named; the others go on. Broken off at any moment, the next run goes on from the last receipt.
 */
export async function pushRecords(work: LoopWork, refused: RefusedLogs, monoMs: () => number): Promise<void> {
  const { store, client, hub } = work;
  const theirs: Vector = await client.heads();
  await mendOwnLogs(work, theirs);
  let done = 0;
  for (;;) {
    const errands = errandsFor(store.sync, theirs, hub.device, [
      ...closedLogs(store),
      ...stillRefused(refused, store.sync, monoMs()),
    ]);
    if (errands.length === 0) return;
    const left = errands.reduce((sum, { from, upto }) => sum + upto - from + 1, 0);
    work.progress(done, done + left);
    const batch = fill(store.sync, errands);
    const { heads, problems } = await client.push(batch.records);
    const { contradicted } = store.sync.acknowledge({ device: hub.device, kind: 'hub' }, heads);
    for (const { why, log, seq } of problems) work.note({ code: 'sync/refused-by-hub', data: { why, log, seq } });
    for (const [log, upto] of batch.upto) {
      const head = heads[log];
      if (head) theirs[log] = head;
      // A receipt for more than is here marks nothing yet: asking again before the rest was pulled would never end.
      const isMarked = (store.sync.heads().find((one) => one.log === log)?.hubSeq ?? 0) >= upto;
      const isTaken = isMarked && !contradicted.includes(log);
      if (!isTaken) refused.set(log, { upto: headOf(store.sync, log), atMs: monoMs() });
    }
    done += batch.records.length;
    await breathe();
  }
}

function errandsFor(store: SyncStore, theirs: Vector, hub: string, without: readonly string[]): Errand[] {
  const skipped = new Set(without);
  return store
    .heads()
    .filter(({ log, lastGood, hubSeq }) => {
      const isOfHub = log.startsWith(`${hub}/`) || parseLogId(log)?.scope === 'org';
      // A hub that was put back to an earlier state gets again what it lost, receipt or not.
      const isThere = hubSeq >= lastGood && (theirs[log]?.[0] ?? 0) >= lastGood;
      return !isOfHub && !skipped.has(log) && lastGood > 0 && !isThere;
    })
    .sort((a, b) => Number(b.isOwn) - Number(a.isOwn))
    .map(({ log, lastGood }) => {
      const has = theirs[log]?.[0] ?? 0;
      // What it has without our holding a receipt for it: the last record again, which asks for one.
      return { log, from: Math.min(has + 1, lastGood), upto: lastGood };
    });
}

/** As much of the errands as a batch holds; notes how far each log goes with it. */
function fill(
  store: SyncStore,
  errands: readonly Errand[],
): { records: TravellingRecord[]; upto: Map<string, number> } {
  const records: TravellingRecord[] = [];
  const upto = new Map<string, number>();
  let bytes = 0;
  for (const { log, from, upto: last } of errands) {
    const room = { records: Math.min(syncLimits.batchRecords - records.length, last - from + 1) };
    const more = store.read(log, from, { ...room, bytes: syncLimits.batchBytes - bytes });
    const size = more.reduce((sum, { raw }) => sum + Buffer.byteLength(raw) + 90, 0);
    if (records.length > 0 && bytes + size > syncLimits.batchBytes) break;
    records.push(...more);
    bytes += size;
    upto.set(log, from + more.length - 1);
    if (records.length >= syncLimits.batchRecords || bytes >= syncLimits.batchBytes) break;
  }
  return { records, upto };
}

function stillRefused(refused: RefusedLogs, store: SyncStore, nowMs: number): string[] {
  return [...refused]
    .filter(([log, { upto, atMs }]) => headOf(store, log) <= upto && nowMs - atMs < tryRefusedAgainMs)
    .map(([log]) => log);
}

const headOf = (store: SyncStore, wanted: string): number => store.heads().find(({ log }) => log === wanted)?.seq ?? 0;

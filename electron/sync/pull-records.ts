import { isRecordOf } from '../../shared/records/define.ts';
import { parseLogId } from '../../shared/records/scopes.ts';
import type { Vector } from '../../shared/sync/hub-api.ts';
import type { TravellingRecord } from '../../shared/sync/record-lines.ts';
import { headsWitnessed } from '../../shared/sync/records.ts';
import type { Store } from '../store/store.ts';
import { logOf, seqOf } from './bundle/plan.ts';
import { breathe, type LoopWork } from './loop-work.ts';

/** Records of one page: few enough that a click beside it does not wait. */
const pageRecords = 250;

/**
 * Takes what has arrived at the hub since the last page: its own log first, which says whose records are to be trusted. The
 * cursor moves in the transaction that keeps the page, so a stop anywhere costs nothing.
 */
export async function pullRecords(work: LoopWork): Promise<{ added: number }> {
  const { store, client, hub } = work;
  const site = await client.site();
  let added = 0;
  for (const scope of ['org', 'site'] as const) {
    const key = `sync.cursor.${hub.device}.${scope === 'org' ? 'org' : site}`;
    for (let isMore = true; isMore; ) {
      const after = Number(store.settings.get(key) ?? 0);
      const page = await client.pull(scope, after, pageRecords);
      if (page.badCount > 0) work.note({ code: 'sync/bad-lines', data: { count: page.badCount } });
      store.transaction(() => {
        added += store.sync.take(page.records, `hub:${hub.device}`).added;
        noteHeld(store, hub.device, page.records);
        if (page.next > after) store.settings.set(key, page.next);
      });
      isMore = page.isMore && page.next > after;
      work.progress(added, null);
      await breathe();
    }
  }
  return { added };
}

/** What came from the hub is held by the hub. Our own records are marked by its receipt alone. */
function noteHeld({ sync, keys }: Store, hub: string, records: readonly TravellingRecord[]): void {
  const last = new Map(records.map((record) => [logOf(record), seqOf(record)]));
  const heads: Vector = {};
  for (const [log, seq] of last) {
    const link = parseLogId(log)?.device === keys.device ? undefined : sync.linkAt(log, seq);
    if (link !== undefined) heads[log] = [seq, link];
  }
  sync.acknowledge({ device: hub, kind: 'hub' }, heads);
}

/**
 * Holds the hub's heads against ours, log by log: what is missing is asked for by name, what contradicts is shown. The daily
 * path trusts cursors; this does not.
 */
export async function compareWithHub(work: LoopWork): Promise<void> {
  const { store, client } = work;
  const theirs: Vector = await client.heads();
  for (const [log, [seq, link]] of Object.entries(theirs)) {
    if (parseLogId(log)?.device === store.keys.device) continue;
    await fetchMissing(work, log, seq);
    const ours = store.sync.linkAt(log, seq);
    if (ours !== undefined && ours !== link) work.note({ code: 'sync/hub-contradicts', data: { log, seq } });
    await breathe();
  }
  checkWitnesses(store, work);
}

async function fetchMissing({ store, client, hub }: LoopWork, log: string, upto: number): Promise<void> {
  for (let before = -1; ; ) {
    const seq = store.sync.heads().find((one) => one.log === log)?.seq ?? 0;
    if (seq >= upto || seq === before) return;
    before = seq;
    const records = await client.log(log, seq + 1, pageRecords);
    if (records.length === 0) return;
    store.sync.take(records, `hub:${hub.device}`);
    await breathe();
  }
}

/** Heads other workstations say they have seen: a log that was written anew contradicts all who saw it. */
function checkWitnesses(store: Store, { note }: LoopWork): void {
  const newest = store.records.page({ types: [headsWitnessed.type], limit: 200 }).records;
  for (const record of newest) {
    if (!isRecordOf(record, headsWitnessed)) continue;
    const witness = parseLogId(record.log)?.device ?? '';
    for (const { log, seq, link } of record.body.heads) {
      const ours = store.sync.linkAt(log, seq);
      if (ours !== undefined && ours !== link) note({ code: 'sync/witness-contradicts', data: { log, seq, witness } });
    }
  }
}

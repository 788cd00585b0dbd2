import type { HostContext } from '../host/module.ts';
import { perHost } from './per-host.ts';

/** Where a saved record is: on this workstation, or held by a hub as well (decision 25). */
export type Place = 'saved-here' | 'on-the-hub';

interface HeldRow {
  readonly log_id: number;
  readonly seq: number;
}

/** What hubs have signed to hold, by log; read again after each receipt. */
const heldByHub = perHost(({ store }) => {
  let held: ReadonlyMap<number, number> | undefined;
  const read = store.db.prepare(
    `SELECT logs.log_id, max(log_holders.seq) AS seq FROM log_holders JOIN logs USING (log)
     WHERE kind = 'hub' GROUP BY logs.log_id`,
  );
  store.onCommitted(({ tables }) => {
    if (tables.includes('sync')) held = undefined;
  });
  return (): ReadonlyMap<number, number> => {
    held ??= new Map((read.all() as HeldRow[]).map(({ log_id, seq }) => [log_id, seq]));
    return held;
  };
});

const newestOf = perHost(({ store }) =>
  store.db.prepare('SELECT log_id, max(seq) AS seq FROM record_log WHERE stream = ? GROUP BY log_id'),
);

/** `on-the-hub` when a hub holds every record of the stream that is here. */
export function placeOfStream(context: HostContext, stream: string): Place {
  const held = heldByHub(context)();
  if (held.size === 0) return 'saved-here';
  const newest = newestOf(context).all(stream) as HeldRow[];
  const isHeld = newest.length > 0 && newest.every(({ log_id, seq }) => (held.get(log_id) ?? 0) >= seq);
  return isHeld ? 'on-the-hub' : 'saved-here';
}

/** Of one record, by its hash. */
export const placeOfRecord = ({ store }: HostContext, hash: string): Place =>
  store.sync.isOnHub(hash) ? 'on-the-hub' : 'saved-here';

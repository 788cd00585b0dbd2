import { draft, type RecordDraft } from '../../shared/records/define.ts';
import { headsWitnessed } from '../../shared/sync/records.ts';
import type { Store } from '../store/store.ts';

const key = 'sync.witnessedAt';
const dayMs = 86_400_000;
/** Heads of one record: about 200 bytes each, in a text of at most 64 KiB. */
const headsOfRecord = 250;

/**
 * Once a day, where others' records have come in since: says which heads this machine has seen, in its own log. Whoever
 * rewrites a log from then on contradicts it.
 */
export function witnessHeads(store: Store, nowMs: number): void {
  const last = store.settings.get(key) as { at?: number; sum?: string } | undefined;
  // A clock that was set back does not silence it for years.
  if (last?.at !== undefined && Math.abs(nowMs - last.at) < dayMs) return;
  const others = store.sync.heads().filter(({ isOwn, seq }) => !isOwn && seq > 0);
  const sum = others.map(({ log, link }) => `${log} ${link}`).join();
  if (others.length === 0 || sum === last?.sum) return;
  const stream = `witness/${store.keys.device}`;
  const drafts: RecordDraft[] = [];
  for (let at = 0; at < others.length; at += headsOfRecord) {
    const heads = others.slice(at, at + headsOfRecord).map(({ log, seq, link }) => ({ log, seq, link }));
    drafts.push(draft(headsWitnessed, stream, { heads }));
  }
  store.transaction(() => {
    store.records.append(drafts, { actor: 'system', auth: { session: null, proof: 'none' } });
    store.settings.set(key, { at: nowMs, sum });
  });
}

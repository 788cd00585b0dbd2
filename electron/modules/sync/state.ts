import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import type { NotTaken, Outbox, SyncState } from '../../../shared/modules/sync/contract.ts';
import { isUnsentOverdue, workstationOf } from '../../../shared/modules/sync/rules.ts';
import { readEnvelope } from '../../../shared/records/envelope.ts';
import { fingerprintWords } from '../../../shared/sync/fingerprint.ts';
import type { HostContext } from '../../host/module.ts';
import { workstationName } from '../workstation-name.ts';

/** Own unsent records that are looked at to say what they are. */
const mostLookedAt = 2000;
const mostSetAside = 200;
const labelKey = 'sync.label';

/** Six words of a public key (base64url). */
export const wordsOf = (publicKey: string): string => fingerprintWords(createHash('sha256').update(publicKey).digest());

/** What this workstation is called: as it was enrolled, as a person last typed it, as the machine is called. */
export function labelOf({ store }: HostContext): string {
  const own = store.sync.devices().findLast(({ device, label }) => device === store.keys.device && label !== '');
  const typed = store.settings.get(labelKey);
  return own?.label ?? (typeof typed === 'string' && typed !== '' ? typed : hostname().slice(0, 120));
}

export function keepLabel({ store }: HostContext, label: string): void {
  store.settings.set(labelKey, label);
}

/** The name of a site as its newest record says, or empty. */
export function siteNameOf({ store }: HostContext, site: string): string {
  const name = store.db
    .prepare('SELECT name FROM sync_sites WHERE site = ? ORDER BY hlc DESC LIMIT 1')
    .pluck()
    .get(site);
  return typeof name === 'string' ? name : '';
}

/** Counts only; everything here is cheap enough to be asked for after every save. */
export function readState(context: HostContext): SyncState {
  const { store, sync } = context;
  const engine = sync.state();
  const { scope } = store.sync;
  const unsent = store.sync.unsent();
  const isAlone = !store.sync.devices().some(({ device, isRevoked }) => device !== store.keys.device && !isRevoked);
  const now = new Date(context.clock.wallMs()).toISOString();
  const count = (table: 'quarantine' | 'pending') =>
    store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  return {
    ...engine,
    workstation: { device: store.keys.device, label: labelOf(context), fingerprint: wordsOf(store.keys.publicKey) },
    site: { scope, name: siteNameOf(context, scope), isProvisional: scope.startsWith('provisional:') },
    hubFingerprint: engine.hub === null ? null : wordsOf(engine.hub.publicKey),
    unsent,
    isOverdue: isUnsentOverdue(unsent, engine.hub !== null || !isAlone, now),
    quarantineCount: count('quarantine'),
    waitingCount: count('pending'),
  };
}

/** Own records that nobody else holds, by type, and why they are still here. */
export function readOutbox({ store, sync }: HostContext): Outbox {
  const byType = new Map<string, { type: string; count: number; oldestAt: string; newestAt: string }>();
  const open = store.sync.heads().filter((head) => head.isOwn && head.seq > head.ackedSeq);
  let lookedAt = 0;
  for (const { log, seq, ackedSeq } of open) {
    for (let from = ackedSeq + 1; from <= seq && lookedAt < mostLookedAt; ) {
      const batch = store.sync.read(log, from, { records: Math.min(500, mostLookedAt - lookedAt) });
      if (batch.length === 0) break;
      for (const { raw } of batch) {
        const read = readEnvelope(raw);
        if (!('envelope' in read)) continue;
        const { type, wall } = read.envelope;
        const row = byType.get(type) ?? { type, count: 0, oldestAt: wall, newestAt: wall };
        row.count++;
        if (wall < row.oldestAt) row.oldestAt = wall;
        if (wall > row.newestAt) row.newestAt = wall;
        byType.set(type, row);
      }
      from += batch.length;
      lookedAt += batch.length;
    }
  }
  const { isAllowed, hub, push } = sync.state();
  const reason = hub === null ? 'sync/no-hub' : isAllowed ? null : 'sync/network-off';
  return {
    count: open.reduce((sum, { seq, ackedSeq }) => sum + seq - ackedSeq, 0),
    lookedAt,
    rows: [...byType.values()].sort((a, b) => b.count - a.count),
    why: reason === null ? push.problem : { code: reason, data: {} },
  };
}

export function readNotTaken(context: HostContext): NotTaken {
  const { store } = context;
  const nameOf = (log: string) => {
    const device = workstationOf(log);
    // A record so damaged that it names no log.
    return device === '' ? '' : workstationName(context, device);
  };
  const waiting = store.db
    .prepare('SELECT log, min(seq) AS fromSeq, count(*) AS count FROM pending GROUP BY log ORDER BY log LIMIT 200')
    .all() as { log: string; fromSeq: number; count: number }[];
  return {
    count: store.health().quarantineCount,
    setAside: store.sync.quarantined(mostSetAside).map(({ quarantineId, log, seq, why, via, receivedAt, summary }) => ({
      ...{ id: quarantineId, why, workstation: nameOf(log), log, seq, via, receivedAt },
      claims: summary === null ? null : { type: summary.type, at: summary.wall },
    })),
    waiting: waiting.map((row) => ({ ...row, workstation: nameOf(row.log) })),
    unknownRecordCount: store.health().unknownRecordCount,
  };
}

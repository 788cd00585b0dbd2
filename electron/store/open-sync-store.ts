import { AppError } from '../../shared/kernel/errors.ts';
import { siteAdopted } from '../../shared/records/core-records.ts';
import { draft, type RecordAuthor } from '../../shared/records/define.ts';
import { readEnvelope } from '../../shared/records/envelope.ts';
import { isScope } from '../../shared/records/scopes.ts';
import type { Vector } from '../../shared/sync/hub-api.ts';
import { syncLimits } from '../../shared/sync/limits.ts';
import type { TravellingRecord } from '../../shared/sync/record-lines.ts';
import { sharedPurposes } from './file-keys.ts';
import { heldSiteOf } from './held-site.ts';
import type { Ingest } from './ingest.ts';
import type { LiveKeyring } from './live-keyring.ts';
import type { MainDatabase } from './main-database.ts';
import { linkText } from './record-crypto.ts';
import type { SealedLog } from './record-log.ts';
import { startPreview } from './sync-preview.ts';
import type { KnownDevice, QuarantinedRecord, SyncHead, SyncStore, TrustedRoot } from './sync-store.ts';

interface SyncStoreOptions {
  readonly main: MainDatabase;
  readonly ingest: Ingest;
  readonly keyring: LiveKeyring;
  readonly records: SealedLog;
  readonly now: () => string;
}

const systemAuthor: RecordAuthor = { actor: 'system', auth: { session: null, proof: 'none' } };

/** The store's side of sync over an opened main database. */
export function openSyncStore(options: SyncStoreOptions): SyncStore {
  const { main, ingest, keyring, records, now } = options;
  const { db, heads, reader, transactions } = main;
  const { trust } = reader;
  const rows = db.prepare<[], { log: string; log_id: number; acked_seq: number }>(
    'SELECT log, log_id, acked_seq FROM logs',
  );
  const isOwn = (log: string) => log.startsWith(`${keyring.device}/`);
  let onHub: Map<number, number> | undefined;
  let since: { key: string; wall: string | null } = { key: '', wall: null };

  const keepToSites = () =>
    trust.keepTo([keyring.scope, ...keyring.adoptions.flatMap(({ provisional, site }) => [provisional, site])]);
  keepToSites();
  transactions.onRollback(() => {
    onHub = undefined;
  });

  const atHub = db.prepare<[], [string, number]>(
    "SELECT log, max(seq) FROM log_holders WHERE kind = 'hub' GROUP BY log",
  );

  function allHeads(): SyncHead[] {
    const hub = new Map(atHub.raw().all());
    const acked = new Map(rows.all().map((row) => [row.log, row.acked_seq]));
    return heads.all().map(({ log, seq, link }) => ({
      log,
      seq,
      link,
      lastGood: Math.min(seq, trust.limitOf(log)),
      ackedSeq: acked.get(log) ?? 0,
      hubSeq: hub.get(log) ?? 0,
      isOwn: isOwn(log),
    }));
  }

  function read(log: string, fromSeq: number, limits: { records?: number; bytes?: number } = {}): TravellingRecord[] {
    const most = limits.records ?? syncLimits.batchRecords;
    const mostBytes = limits.bytes ?? syncLimits.batchBytes;
    const batch: TravellingRecord[] = [];
    let bytes = 0;
    for (const { raw, sig } of reader.ofLog(log, fromSeq, most)) {
      bytes += Buffer.byteLength(raw) + lineOverhead;
      if (batch.length > 0 && bytes > mostBytes) break;
      batch.push({ raw, sig: new Uint8Array(sig) });
    }
    return batch;
  }

  function linkAt(log: string, seq: number): string | undefined {
    const row = reader.at(log, seq);
    return row && linkText(row.hash, row.sig);
  }

  function acknowledge(holder: { device: string; kind: 'hub' | 'bench' }, vector: Vector): { contradicted: string[] } {
    const contradicted: string[] = [];
    const keep = db.prepare(
      `INSERT INTO log_holders (holder, kind, log, seq, at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (holder, log) DO UPDATE SET seq = max(seq, excluded.seq), at = excluded.at`,
    );
    const move = db.prepare('UPDATE logs SET acked_seq = max(acked_seq, ?) WHERE log = ?');
    transactions.run(() => {
      for (const [log, [seq, link]] of Object.entries(vector)) {
        const head = heads.get(log);
        if (seq === 0 || !head || seq > head.seq) continue;
        if (linkAt(log, seq) !== link) contradicted.push(log);
        else {
          keep.run(holder.device, holder.kind, log, seq, now());
          move.run(seq, log);
        }
      }
      transactions.touch('sync');
    });
    onHub = undefined;
    return { contradicted };
  }

  function unsent(): { count: number; since: string | null } {
    const open = allHeads().filter((head) => head.isOwn && head.seq > head.ackedSeq);
    const count = open.reduce((sum, { seq, ackedSeq }) => sum + seq - ackedSeq, 0);
    const key = open.map(({ log, ackedSeq }) => `${log}:${ackedSeq}`).join();
    if (key !== since.key) {
      const walls = open.flatMap(({ log, ackedSeq }) => {
        const [first] = reader.ofLog(log, ackedSeq + 1, 1);
        const envelope = first && readEnvelope(first.raw);
        return envelope && 'envelope' in envelope ? [envelope.envelope.wall] : [];
      });
      since = { key, wall: walls.sort()[0] ?? null };
    }
    return { count, since: since.wall };
  }

  function isOnHub(hash: string): boolean {
    onHub ??= new Map(
      db
        .prepare<[], [number, number]>(
          `SELECT logs.log_id, max(log_holders.seq) FROM log_holders JOIN logs USING (log)
           WHERE kind = 'hub' GROUP BY logs.log_id`,
        )
        .raw()
        .all() as unknown as [number, number][],
    );
    if (onHub.size === 0) return false;
    const lsn = reader.lsnOf(hash);
    if (lsn === undefined) return false;
    const row = db.prepare('SELECT log_id, seq FROM record_log WHERE lsn = ?').get(lsn) as {
      log_id: number;
      seq: number;
    };
    return (onHub.get(row.log_id) ?? 0) >= row.seq;
  }

  function pin(root: TrustedRoot) {
    if (root.device === keyring.device) throw new AppError('sync/own-key', {});
    transactions.run(() => {
      const known = db
        .prepare('SELECT public_key FROM device_keys WHERE device = ? AND epoch = ?')
        .pluck()
        .get(root.device, root.epoch);
      if (known !== undefined && known !== root.publicKey)
        throw new AppError('sync/other-key', { device: root.device });
      db.prepare(
        `INSERT INTO device_keys (device, epoch, public_key, source) VALUES (?, ?, ?, ?)
         ON CONFLICT (device, epoch) DO UPDATE SET source = excluded.source`,
      ).run(root.device, root.epoch, root.publicKey, root.source);
      db.prepare(
        `INSERT OR REPLACE INTO trusted_roots (device, epoch, public_key, box_key, label, source, pinned_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ).run(root.device, root.epoch, root.publicKey, root.boxKey, root.label, root.source, now());
      trust.learn();
      transactions.touch('sync');
    });
    return ingest.tryAgain();
  }

  function devices(): KnownDevice[] {
    const pinned = new Map(
      (
        db.prepare('SELECT device, box_key, label FROM trusted_roots ORDER BY pinned_at').all() as {
          device: string;
          box_key: string | null;
          label: string;
        }[]
      ).map((row) => [row.device, row]),
    );
    const known = db.prepare('SELECT device, epoch, public_key, source FROM device_keys ORDER BY device, epoch').all();
    const all = heads.all();
    return (known as { device: string; epoch: number; public_key: string; source: string }[]).map((row) => {
      const facts = trust.facts(row.device);
      const root = pinned.get(row.device);
      const isUs = row.device === keyring.device;
      const start = `${row.device}/${row.epoch}/`;
      return {
        device: row.device,
        epoch: row.epoch,
        publicKey: row.public_key,
        boxKey: isUs ? keyring.boxKey : (facts?.boxKey ?? root?.box_key ?? null),
        label: facts?.label ?? root?.label ?? '',
        source: row.source,
        scopes: facts?.scopes ?? [],
        mayEnrol: facts?.mayEnrol === true || row.source === 'hub' || row.source === 'inviter',
        isRevoked: trust.isRevoked(row.device),
        lastSeq: all.filter(({ log }) => log.startsWith(start)).reduce((sum, { seq }) => sum + seq, 0),
      };
    });
  }

  function labelOf(device: string): string {
    const pinned = db.prepare('SELECT label FROM trusted_roots WHERE device = ? ORDER BY pinned_at DESC').pluck();
    return trust.facts(device)?.label ?? (pinned.get(device) as string | undefined) ?? '';
  }

  function quarantined(limit: number): QuarantinedRecord[] {
    const kept = db
      .prepare(
        'SELECT quarantine_id, log, seq, why, via, received_at, raw FROM quarantine ORDER BY quarantine_id DESC LIMIT ?',
      )
      .all(limit) as {
      quarantine_id: number;
      log: string;
      seq: number;
      why: string;
      via: string;
      received_at: string;
      raw: string;
    }[];
    return kept.map((row) => {
      const read = readEnvelope(row.raw);
      const summary =
        'envelope' in read
          ? { type: read.envelope.type, stream: read.envelope.stream, wall: read.envelope.wall }
          : null;
      const { quarantine_id: quarantineId, log, seq, why, via, received_at: receivedAt } = row;
      return { quarantineId, log, seq, why, via, receivedAt, summary };
    });
  }

  /** Says in the new log what it became of the old; also after a stop between keeping the scope and saying so. */
  function sayAdoptions(): void {
    const said = reader.joins().map(({ body }) => body as { provisional?: string; site?: string });
    for (const one of keyring.adoptions) {
      if (said.some(({ provisional, site }) => provisional === one.provisional && site === one.site)) continue;
      records.append([draft(siteAdopted, `adoption/${one.provisional}`, one)], systemAuthor);
    }
  }
  if (!db.readonly && keyring.epoch > 1) records.openLog();
  if (!db.readonly && keyring.adoptions.length > 0) sayAdoptions();

  return {
    heads: allHeads,
    read,
    take: (taken, via) => ingest.take(taken, via),
    preview(all) {
      const preview = startPreview(main);
      let batch: TravellingRecord[] = [];
      for (const record of all) {
        batch.push(record);
        if (batch.length < syncLimits.batchRecords) continue;
        preview.add(batch);
        batch = [];
      }
      preview.add(batch);
      return preview.report();
    },
    startPreview: () => startPreview(main),
    trust: pin,
    devices,
    labelOf,
    linkAt,
    signer: keyring,
    get boxKey() {
      return keyring.boxKey;
    },
    sealFileKeys: (boxKey) => keyring.sealKeys(sharedPurposes, boxKey),
    agree: (publicKey) => keyring.agree(publicKey),
    acknowledge,
    unsent,
    isOnHub,
    quarantined,
    get scope() {
      return keyring.scope;
    },
    heldSite: () => heldSiteOf(keyring, devices(), trust),
    get provisional() {
      const before = keyring.adoptions.map(({ provisional }) => provisional);
      return [...before, keyring.scope].findLast((scope) => scope.startsWith('provisional:')) ?? keyring.scope;
    },
    async joinSite(site, name) {
      if (keyring.scope === site) return;
      if (!isScope(site) || !site.startsWith('site:')) throw new AppError('sync/bad-site', { site });
      if (db.readonly) throw new AppError('store/read-only', {});
      await keyring.joinSiteThen(site, name, () => {
        keepToSites();
        sayAdoptions();
      });
      ingest.tryAgain();
    },
    async openEpoch(reason) {
      await keyring.openEpochThen(() => {
        main.meta.set('epoch_reason', `${keyring.epoch} ${reason}`);
        db.prepare('INSERT OR REPLACE INTO device_keys (device, epoch, public_key, source) VALUES (?, ?, ?, ?)').run(
          keyring.device,
          keyring.epoch,
          keyring.publicKey,
          'own',
        );
        records.openLog();
      });
    },
  };
}

/** Mark, signature, tab and line end beside a record's text in a batch. */
const lineOverhead = 1 + 86 + 1 + 1;

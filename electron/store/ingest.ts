import type { KeyObject } from 'node:crypto';
import type Database from 'better-sqlite3';
import { toBase64Url } from '../../shared/kernel/base64url.ts';
import { type Envelope, hashOf, linkOf, readEnvelope } from '../../shared/records/envelope.ts';
import type { RecordRegistry } from '../../shared/records/registry.ts';
import { parseLogId } from '../../shared/records/scopes.ts';
import type { LogHeads } from './log-heads.ts';
import type { Projector } from './projector.ts';
import { isSignedBy, publicKeyOf, recordCrypto } from './record-crypto.ts';
import type { RecordReader } from './record-reader.ts';
import type { Transactions } from './transactions.ts';

/** A record as it travels: the exact signed text and its signature. */
export interface IncomingRecord {
  readonly raw: string;
  readonly sig: Uint8Array;
}

export type IngestVerdict = 'added' | 'duplicate' | 'pending' | 'quarantined';

export interface IngestReport {
  added: number;
  duplicate: number;
  pending: number;
  quarantined: number;
  /** Why records were set aside, each with its log and sequence where they could be read. */
  readonly problems: { why: string; log: string; seq: number }[];
}

export interface IngestOptions {
  readonly db: Database.Database;
  readonly transactions: Transactions;
  readonly registry: RecordRegistry;
  readonly reader: RecordReader;
  readonly heads: LogHeads;
  readonly projector: Projector;
  /** Takes notice of a hybrid time that came from elsewhere. */
  readonly observe: (hlc: string) => void;
  readonly now: () => string;
  /** Sequences that a signed `log.recovered` names as lost: the chain may step over them. */
  readonly isKnownLoss?: ((log: string, seq: number) => boolean) | undefined;
}

/** Records taken in one transaction. */
const batchCount = 500;
/** Records of one log that may wait for a gap ahead of them to close (`sync.md` 1.4, limits). */
const maxPendingOfLog = 50_000;

interface Sealed {
  readonly envelope: Envelope;
  readonly raw: string;
  readonly hash: Uint8Array;
  readonly sig: Uint8Array;
}

/**
 * The one way in for records written elsewhere: network, stick, restore, recovery. Duplicates are noticed, forks and bad
 * signatures go to quarantine, records after a gap wait; nothing is thrown away and running it twice changes nothing.
 * Never throws for what a record holds; disk errors come as store codes.
 */
export class Ingest {
  readonly #o: IngestOptions;
  readonly #keys = new Map<string, KeyObject | undefined>();
  readonly #nextPending: Database.Statement<[string, number], { hash: Buffer; sig: Buffer; raw: string }>;

  constructor(options: IngestOptions) {
    this.#o = options;
    this.#nextPending = options.db.prepare(
      'SELECT hash, sig, raw FROM pending WHERE log = ? AND seq = ? ORDER BY hash',
    );
    options.transactions.onRollback(() => this.#keys.clear());
  }

  take(records: readonly IncomingRecord[], via: string): IngestReport {
    const report: IngestReport = { added: 0, duplicate: 0, pending: 0, quarantined: 0, problems: [] };
    for (let at = 0; at < records.length; at += batchCount) {
      this.#o.transactions.run(() => {
        for (const record of records.slice(at, at + batchCount)) report[this.#takeOne(record, via, report)]++;
      });
    }
    return report;
  }

  #takeOne(record: IncomingRecord, via: string, report: IngestReport): IngestVerdict {
    const read = readEnvelope(record.raw);
    const hash = hashOf(recordCrypto, record.raw);
    if ('why' in read) return this.#quarantine({ ...record, hash }, '', 0, read.why, via, report);
    const sealed: Sealed = { envelope: read.envelope, raw: record.raw, hash, sig: record.sig };
    const { log, seq } = sealed.envelope;
    const head = this.#o.heads.get(log)?.seq ?? 0;
    if (seq <= head) {
      const known = this.#o.reader.hashAt(log, seq);
      if (known && Buffer.compare(known, hash) === 0) return 'duplicate';
      return this.#quarantine(sealed, log, seq, known ? 'records/fork' : 'records/behind-a-loss', via, report);
    }
    const why = this.#signatureProblem(sealed);
    if (why) return this.#quarantine(sealed, log, seq, why, via, report);
    if (!this.#isNext(sealed, head)) return this.#wait(sealed, via, report);
    const verdict = this.#append(sealed, via, report);
    if (verdict === 'added') this.#drain(log, via, report);
    return verdict;
  }

  /** True when nothing is missing between the head and this record, apart from known losses. */
  #isNext({ envelope }: Sealed, head: number): boolean {
    for (let seq = head + 1; seq < envelope.seq; seq++) if (!this.#o.isKnownLoss?.(envelope.log, seq)) return false;
    return true;
  }

  #append(sealed: Sealed, via: string, report: IngestReport): IngestVerdict {
    const { heads, registry, projector, transactions } = this.#o;
    const { envelope, raw, hash, sig } = sealed;
    const head = heads.get(envelope.log) ?? heads.create(envelope.log);
    const followsHead = envelope.seq === head.seq + 1;
    if (followsHead && envelope.prev !== head.link) {
      return this.#quarantine(sealed, envelope.log, envelope.seq, 'records/broken-chain', via, report);
    }
    heads.add(head, {
      hash,
      sig,
      raw,
      seq: envelope.seq,
      link: linkOf(recordCrypto, hash, sig),
      hlc: envelope.hlc,
      stream: envelope.stream,
      type: envelope.type,
      tv: envelope.tv,
    });
    const record = registry.read(envelope, toBase64Url(hash));
    projector.apply(record);
    transactions.touch('record_log');
    transactions.added(record);
    this.#o.observe(envelope.hlc);
    return 'added';
  }

  /** Takes what waited for the gap that has just been closed. */
  #drain(log: string, via: string, report: IngestReport): void {
    for (;;) {
      const head = this.#o.heads.get(log);
      if (!head) return;
      const waiting = this.#nextPending.all(log, head.seq + 1);
      if (waiting.length === 0) return;
      for (const row of waiting) {
        this.#o.db
          .prepare('DELETE FROM pending WHERE log = ? AND seq = ? AND hash = ?')
          .run(log, head.seq + 1, row.hash);
        const read = readEnvelope(row.raw);
        if ('why' in read) continue;
        const sealed: Sealed = { envelope: read.envelope, raw: row.raw, hash: row.hash, sig: row.sig };
        const now = this.#o.heads.get(log)!;
        if (now.seq > head.seq) this.#quarantine(sealed, log, read.envelope.seq, 'records/fork', via, report);
        else if (this.#append(sealed, via, report) === 'added') report.added++;
      }
      if (this.#o.heads.get(log)?.seq === head.seq) return;
    }
  }

  #wait(sealed: Sealed, via: string, report: IngestReport): IngestVerdict {
    const { log, seq } = sealed.envelope;
    const { count } = this.#o.db.prepare('SELECT count(*) AS count FROM pending WHERE log = ?').get(log) as {
      count: number;
    };
    if (count >= maxPendingOfLog) return this.#quarantine(sealed, log, seq, 'records/too-many-pending', via, report);
    this.#o.db
      .prepare(
        'INSERT OR IGNORE INTO pending (log, seq, hash, sig, raw, via, received_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(log, seq, sealed.hash, sealed.sig, sealed.raw, via, this.#o.now());
    return 'pending';
  }

  #quarantine(
    record: IncomingRecord & { hash: Uint8Array },
    log: string,
    seq: number,
    why: string,
    via: string,
    report: IngestReport,
  ): IngestVerdict {
    report.problems.push({ why, log, seq });
    this.#o.db
      .prepare(
        'INSERT OR IGNORE INTO quarantine (log, seq, why, hash, sig, raw, via, received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(log, seq, why, record.hash, record.sig, record.raw, via, this.#o.now());
    return 'quarantined';
  }

  #signatureProblem({ envelope, hash, sig }: Sealed): string | undefined {
    const key = this.#keyOf(envelope.log);
    if (!key) return 'records/unknown-device';
    return isSignedBy(key, hash, sig) ? undefined : 'records/bad-signature';
  }

  #keyOf(log: string): KeyObject | undefined {
    if (this.#keys.has(log)) return this.#keys.get(log);
    const { device, epoch } = parseLogId(log)!;
    const row = this.#o.db
      .prepare('SELECT public_key FROM device_keys WHERE device = ? AND epoch = ?')
      .get(device, epoch) as { public_key: string } | undefined;
    const key = row && publicKeyOf(row.public_key);
    if (key) this.#keys.set(log, key);
    return key;
  }
}

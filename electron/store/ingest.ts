import type Database from 'better-sqlite3';
import { readEnvelope } from '../../shared/records/envelope.ts';
import type { RecordRegistry } from '../../shared/records/registry.ts';
import type { TravellingRecord } from '../../shared/sync/record-lines.ts';
import { isGenuine, type Sealed, sealAll } from '../../shared/sync/sealed-runs.ts';
import { KnownLosses } from './known-losses.ts';
import type { LogHeads } from './log-heads.ts';
import type { Projector } from './projector.ts';
import { hashText, isSignedBy, linkText, sealTools } from './record-crypto.ts';
import type { RecordReader } from './record-reader.ts';
import { noticeTrust } from './set-aside.ts';
import type { Transactions } from './transactions.ts';

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
  /** Sequences that are lost beside those a signed `log.recovered` names: the chain may step over them. */
  readonly isKnownLoss?: ((log: string, seq: number) => boolean) | undefined;
}

/** Records taken in one transaction. */
const batchCount = 500;
/** Records of one log that may wait for a gap ahead of them to close (`sync.md` 1.4, limits). */
const maxPendingOfLog = 50_000;

/** Set aside for what is not known yet: tried again when something was learnt. */
const waitingForTrust = ['records/unknown-device', 'records/wrong-scope', 'records/other-site'];

interface KeptRow {
  hash: Buffer;
  sig: Buffer;
  raw: string;
  via: string;
}

/**
 * The one way in for records written elsewhere: network, stick, restore, recovery. Duplicates are noticed, forks and bad
 * signatures go to quarantine, records after a gap wait; nothing is thrown away and running it twice changes nothing.
 * Never throws for what a record holds; disk errors come as store codes.
 */
export class Ingest {
  readonly #o: IngestOptions;
  readonly #losses: KnownLosses;
  #isTaking = false;
  readonly #nextPending: Database.Statement<[string, number], number>;
  readonly #pendingAt: Database.Statement<[string, number], KeptRow>;
  /** Logs of which records may wait; asking the table after every record would cost a sixth of an import. */
  #waiting: Set<string> | undefined;

  constructor(options: IngestOptions) {
    this.#o = options;
    this.#losses = new KnownLosses(options.reader);
    this.#nextPending = options.db.prepare('SELECT min(seq) FROM pending WHERE log = ? AND seq > ?').pluck() as never;
    this.#pendingAt = options.db.prepare(
      'SELECT hash, sig, raw, via FROM pending WHERE log = ? AND seq = ? ORDER BY hash',
    );
    options.transactions.onRollback(() => {
      this.#losses.forget();
      this.#waiting = undefined;
      options.reader.trust.forget();
    });
    // A key learnt from a record written here: what waited for it is tried again once that is on the disk.
    options.transactions.onCommitted(({ records }) => {
      if (records.length > 0 && !this.#isTaking && options.reader.trust.hasNews) this.tryAgain();
    });
  }

  take(records: readonly TravellingRecord[], via: string): IngestReport {
    return this.#reporting((report) => {
      for (let at = 0; at < records.length; at += batchCount) {
        this.#o.transactions.run(() => this.#takeBatch(records.slice(at, at + batchCount), via, report));
      }
    });
  }

  /** Tries again what waits for a key or for a site, if anything was learnt since the last time. */
  tryAgain(): IngestReport {
    return this.#reporting(() => {});
  }

  #reporting(work: (report: IngestReport) => void): IngestReport {
    const report = emptyReport();
    this.#isTaking = true;
    try {
      work(report);
      this.#tryAgain(report);
    } finally {
      this.#isTaking = false;
    }
    return report;
  }

  #tryAgain(report: IngestReport): void {
    const { db, reader, transactions } = this.#o;
    const logs = db
      .prepare<string[], string>(
        `SELECT DISTINCT log FROM quarantine WHERE why IN (${waitingForTrust.map(() => '?').join(', ')})`,
      )
      .pluck();
    const some = db.prepare<string[], KeptRow & { quarantine_id: number }>(
      `SELECT quarantine_id, hash, sig, raw, via FROM quarantine
       WHERE log = ? AND why IN (${waitingForTrust.map(() => '?').join(', ')}) ORDER BY seq LIMIT ${batchCount}`,
    );
    const drop = db.prepare('DELETE FROM quarantine WHERE quarantine_id = ?');
    while (reader.trust.takeNews()) {
      const ready = logs.all(...waitingForTrust).filter((log) => this.#isWorthATry(log as string)) as string[];
      for (const log of ready) {
        for (let rows = some.all(log, ...waitingForTrust); rows.length > 0; rows = some.all(log, ...waitingForTrust)) {
          transactions.run(() => {
            for (const { quarantine_id } of rows) drop.run(quarantine_id);
            this.#takeBatch(rows, rows[0]!.via, report);
          });
          if (!this.#isWorthATry(log)) break;
        }
      }
    }
  }

  #isWorthATry(log: string): boolean {
    const { trust } = this.#o.reader;
    if (trust.keyOf(log) && trust.problemOf(log, 1) === undefined) return true;
    return !trust.keyOf(log) && this.#learnsOwnKey(log);
  }

  /** True when the first record of a log that waits carries the word of a key that is known by now. */
  #learnsOwnKey(log: string): boolean {
    const first = this.#o.db
      .prepare<[string], string>(
        "SELECT raw FROM quarantine WHERE log = ? AND seq = 1 AND why = 'records/unknown-device'",
      )
      .pluck()
      .all(log) as string[];
    return first.some((raw) => {
      const read = readEnvelope(raw);
      return 'envelope' in read && this.#o.reader.trust.learnEpoch(read.envelope);
    });
  }

  #takeBatch(records: readonly TravellingRecord[], via: string, report: IngestReport): void {
    for (const one of sealAll(records, sealTools)) {
      if ('why' in one) report[this.#quarantine(one, '', 0, one.why, via, report)]++;
      else report[this.#takeOne(one, via, report)]++;
    }
  }

  #takeOne(sealed: Sealed, via: string, report: IngestReport): IngestVerdict {
    const { log, seq } = sealed.envelope;
    const head = this.#o.heads.get(log)?.seq ?? 0;
    if (seq <= head) {
      const known = this.#o.reader.hashAt(log, seq);
      if (known && Buffer.compare(known, sealed.hash) === 0) return 'duplicate';
      // Only what the log's own key signed contradicts it; anybody can claim a place.
      const why = this.#signatureProblem(sealed) ?? (known ? 'records/fork' : 'records/behind-a-loss');
      return this.#quarantine(sealed, log, seq, why, via, report);
    }
    const why = this.#signatureProblem(sealed) ?? this.#o.reader.trust.problemOf(log, seq);
    if (why) return this.#quarantine(sealed, log, seq, why, via, report);
    if (!this.#isNext(log, seq, head)) return this.#wait(sealed, via, report);
    const verdict = this.#append(sealed, via, report);
    if (verdict === 'added') this.#drain(log, via, report);
    return verdict;
  }

  /** True when nothing is missing between the head and this record, apart from known losses. */
  #isNext(log: string, seq: number, head: number): boolean {
    // Whole holes at a time: how large one is, is whatever its writer said.
    for (let at = head + 1; at < seq; ) {
      const last = this.#losses.endOfHole(log, at) ?? (this.#o.isKnownLoss?.(log, at) ? at : undefined);
      if (last === undefined) return false;
      at = last + 1;
    }
    return true;
  }

  #append(sealed: Sealed, via: string, report: IngestReport): IngestVerdict {
    const { heads, registry, projector, transactions } = this.#o;
    const { envelope, raw, hash, sig, link } = sealed;
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
      link,
      hlc: envelope.hlc,
      stream: envelope.stream,
      type: envelope.type,
      tv: envelope.tv,
    });
    const record = projector.apply(registry.read(envelope, hashText(hash)));
    noticeTrust(record, this.#o);
    transactions.touch('record_log');
    transactions.added(record);
    this.#o.observe(envelope.hlc);
    for (const log of this.#losses.notice(record)) this.#drain(log, via, report);
    return 'added';
  }

  /** Takes what waited for the gap that has just been closed, or declared a loss. */
  #drain(log: string, via: string, report: IngestReport): void {
    this.#waiting ??= new Set(this.#o.db.prepare('SELECT DISTINCT log FROM pending').pluck().all() as string[]);
    while (this.#waiting.has(log)) {
      const head = this.#o.heads.get(log);
      const seq = this.#nextPending.get(log, head?.seq ?? 0);
      if (typeof seq !== 'number') this.#waiting.delete(log);
      if (typeof seq !== 'number' || !this.#isNext(log, seq, head?.seq ?? 0)) return;
      for (const row of this.#pendingAt.all(log, seq)) {
        this.#o.db.prepare('DELETE FROM pending WHERE log = ? AND seq = ? AND hash = ?').run(log, seq, row.hash);
        const read = readEnvelope(row.raw);
        if ('why' in read) continue;
        const sealed: Sealed = { ...row, envelope: read.envelope, link: linkText(row.hash, row.sig) };
        const why =
          (this.#o.heads.get(log)?.seq ?? 0) >= seq ? 'records/fork' : this.#o.reader.trust.problemOf(log, seq);
        if (why) this.#quarantine(sealed, log, seq, why, via, report);
        else if (this.#append(sealed, via, report) === 'added') report.added++;
      }
      if ((this.#o.heads.get(log)?.seq ?? 0) < seq) return;
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
    this.#waiting?.add(log);
    return 'pending';
  }

  #quarantine(
    record: TravellingRecord & { hash: Uint8Array },
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

  #signatureProblem(sealed: Sealed): string | undefined {
    const { trust } = this.#o.reader;
    const { log } = sealed.envelope;
    const key = trust.keyOf(log) ?? (trust.learnEpoch(sealed.envelope) ? trust.keyOf(log) : undefined);
    if (!key) return 'records/unknown-device';
    return isGenuine(sealed, (hash, sig) => isSignedBy(key, hash, sig)) ? undefined : 'records/bad-signature';
  }
}

const emptyReport = (): IngestReport => ({ added: 0, duplicate: 0, pending: 0, quarantined: 0, problems: [] });

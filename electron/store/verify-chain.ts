import type { KeyObject } from 'node:crypto';
import type Database from 'better-sqlite3';
import { logRecovered } from '../../shared/records/core-records.ts';
import { type Envelope, firstLink, hashOf, readEnvelope } from '../../shared/records/envelope.ts';
import { parseLogId } from '../../shared/records/scopes.ts';
import { isSignedBy, linkText, publicKeyOf, recordCrypto } from './record-crypto.ts';
import { specialTypes } from './record-reader.ts';
import { toStoreError } from './store-errors.ts';

/** One thing that does not hold, named by log and sequence. */
export interface ChainProblem {
  /** `text-changed`, `signature`, `link`, `gap`, `column`, `head`, `unknown-key`, `unreadable`. */
  readonly code: string;
  readonly log: string;
  readonly seq: number;
  readonly detail: string;
}

export interface ChainReport {
  readonly checkedCount: number;
  readonly signatureCount: number;
  readonly problems: ChainProblem[];
  /** Holes that a signed `log.recovered` record names. */
  readonly knownLosses: { log: string; from: number; to: number }[];
  readonly logCount: number;
  readonly lastLsn: number;
}

export interface ChainOptions {
  /** Rows up to this arrival number were proved before; 0 walks everything. */
  readonly afterLsn?: number;
  /** Checks every signature, not only the newest of each log (which vouches for all before it, see `sync.md` 1.4). */
  readonly everySignature?: boolean;
  /** Public keys by `<device>/<epoch>`; those of `device_keys` are used beside them, these win. */
  readonly keys?: ReadonlyMap<string, string>;
  /** Holes that a recovery found and has not yet written into the log. */
  readonly pendingLosses?: readonly { log: string; from: number; to: number }[];
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

interface Row {
  lsn: number;
  hash: Buffer;
  sig: Buffer;
  raw: string;
  log: string;
  seq: number;
  hlc: string;
  stream: string;
  type: string;
  tv: number;
}

interface Tip {
  seq: number;
  link: string;
  hash: Buffer;
  sig: Buffer;
}

const stepRows = 5000;
const maxProblems = 1000;
const uuidLength = 36;

/**
 * Walks the log: each text still has its hash, names its predecessor's link, carries what its row's columns say, and is
 * signed by its device's key; each log ends where its head says. Lets others run in between; never throws for damage.
 */
export async function verifyChain(db: Database.Database, options: ChainOptions = {}): Promise<ChainReport> {
  const walk = new ChainWalk(db, options);
  try {
    await walk.run();
  } catch (error) {
    walk.problem('unreadable', '', 0, toStoreError(error).code);
  }
  return walk.report();
}

class ChainWalk {
  readonly #db: Database.Database;
  readonly #o: ChainOptions;
  readonly #tips = new Map<string, Tip | undefined>();
  readonly #keys = new Map<string, KeyObject | undefined>();
  readonly #problems: ChainProblem[] = [];
  readonly #gaps: { log: string; from: number; to: number }[] = [];
  readonly #named: { log: string; from: number; to: number }[] = [];
  #checked = 0;
  #signatures = 0;
  #lastLsn: number;

  constructor(db: Database.Database, options: ChainOptions) {
    this.#db = db;
    this.#o = options;
    this.#lastLsn = options.afterLsn ?? 0;
  }

  async run(): Promise<void> {
    const total = this.#db
      .prepare('SELECT count(*) FROM record_log WHERE lsn > ?')
      .pluck()
      .get(this.#lastLsn) as number;
    const next = this.#db.prepare<[number, number], Omit<Row, 'log'> & { log_id: number }>(
      'SELECT lsn, hash, sig, raw, log_id, seq, hlc, stream, type, tv FROM record_log WHERE lsn > ? ORDER BY lsn LIMIT ?',
    );
    const names = this.#db.prepare('SELECT log_id, log FROM logs').raw().all() as [number, string][];
    const logs = new Map(names);
    this.#readNamedLosses();
    for (;;) {
      const rows = next.all(this.#lastLsn, stepRows);
      for (const row of rows) this.#check({ ...row, log: logs.get(row.log_id) ?? '' });
      this.#lastLsn = rows.at(-1)?.lsn ?? this.#lastLsn;
      this.#o.onProgress?.(this.#checked, total);
      if (rows.length < stepRows) break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#checkHeads();
  }

  report(): ChainReport {
    const isNamed = (gap: { log: string; from: number; to: number }) =>
      this.#named.some((one) => one.log === gap.log && one.from <= gap.from && one.to >= gap.to);
    for (const gap of this.#gaps) {
      if (!isNamed(gap)) this.problem('gap', gap.log, gap.from, `records ${gap.from} to ${gap.to} are missing`);
    }
    return {
      checkedCount: this.#checked,
      signatureCount: this.#signatures,
      problems: this.#problems,
      knownLosses: this.#gaps.filter(isNamed),
      logCount: this.#tips.size,
      lastLsn: this.#lastLsn,
    };
  }

  problem(code: string, log: string, seq: number, detail: string): void {
    if (this.#problems.length < maxProblems) this.#problems.push({ code, log, seq, detail });
  }

  #check(row: Row): void {
    this.#checked++;
    const { log, seq } = row;
    if (!row.hash.equals(hashOf(recordCrypto, row.raw))) {
      // The text is not what was signed: what it says about its place proves nothing either.
      this.problem('text-changed', log, seq, 'the text no longer has its hash');
      this.#tips.set(log, { seq, link: linkText(row.hash, row.sig), hash: row.hash, sig: row.sig });
      return;
    }
    if (!this.#isPlainlySound(row)) {
      const read = readEnvelope(row.raw);
      if ('why' in read) {
        this.problem('text-changed', log, seq, read.why);
        return;
      }
      this.#checkColumns(row, read.envelope);
      this.#checkPlace(row, read.envelope);
    }
    if (this.#o.everySignature) this.#checkSignature(log, seq, row.hash, row.sig);
    this.#tips.set(log, { seq, link: linkText(row.hash, row.sig), hash: row.hash, sig: row.sig });
  }

  /**
   * True when the text begins, byte for byte, as our writer begins the record that must come here. Saves parsing nearly
   * every record; whatever differs (another writer's key order, damage) is looked at field by field.
   */
  #isPlainlySound(row: Row): boolean {
    const before = this.#tipOf(row.log, row.lsn);
    const seq = (before?.seq ?? 0) + 1;
    const place = `{"v":1,"log":"${row.log}","seq":${seq},"prev":"${before?.link ?? firstLink}","id":"`;
    if (row.seq !== seq || !row.raw.startsWith(place)) return false;
    const hlcAt = place.length + uuidLength;
    if (!row.raw.startsWith(`","hlc":"${row.hlc}","wall":"`, hlcAt)) return false;
    const kind = `,"type":"${row.type}","tv":${row.tv},"stream":"${row.stream}","base":`;
    const kindAt = row.raw.indexOf(kind, hlcAt);
    return kindAt > 0 && kindAt < row.raw.indexOf(',"body":');
  }

  #checkColumns(row: Row, envelope: Envelope): void {
    for (const name of ['log', 'seq', 'hlc', 'stream', 'type', 'tv'] as const) {
      if (row[name] !== envelope[name])
        this.problem('column', envelope.log, envelope.seq, `${name} differs from the text`);
    }
  }

  #checkPlace(row: Row, envelope: Envelope): void {
    const before = this.#tipOf(row.log, row.lsn);
    const expected = (before?.seq ?? 0) + 1;
    if (envelope.seq === expected) {
      const link = before?.link ?? firstLink;
      if (envelope.prev !== link) this.#blameLink(row, before);
    } else if (envelope.seq > expected) {
      this.#gaps.push({ log: row.log, from: expected, to: envelope.seq - 1 });
    } else {
      this.problem('gap', row.log, row.seq, `comes after record ${expected - 1}`);
    }
  }

  /** A link covers hash and signature of the record before: a changed signature shows here, and is named there. */
  #blameLink(row: Row, before: Tip | undefined): void {
    const key = before && this.#keyOf(row.log);
    if (key && !isSignedBy(key, before.hash, before.sig)) {
      this.problem('signature', row.log, before.seq, 'not signed by the device of its log');
    } else this.problem('link', row.log, row.seq, 'does not follow the record before it');
  }

  /** The record before, in a log whose beginning was proved in an earlier walk. */
  #tipOf(log: string, lsn: number): Tip | undefined {
    if (this.#tips.has(log)) return this.#tips.get(log);
    if ((this.#o.afterLsn ?? 0) === 0) return undefined;
    // A log arrives in its sequence: the first row found backwards is its newest.
    const row = this.#db
      .prepare(
        'SELECT seq, hash, sig FROM record_log WHERE log_id = (SELECT log_id FROM logs WHERE log = ?) AND lsn < ? ORDER BY lsn DESC LIMIT 1',
      )
      .get(log, lsn) as { seq: number; hash: Buffer; sig: Buffer } | undefined;
    return row && { ...row, link: linkText(row.hash, row.sig) };
  }

  #checkHeads(): void {
    const heads = this.#db.prepare('SELECT log, head_seq, head_link FROM logs').all() as {
      log: string;
      head_seq: number;
      head_link: string;
    }[];
    const known = new Set(heads.map((head) => head.log));
    for (const head of heads) {
      const tip = this.#tipOf(head.log, Number.MAX_SAFE_INTEGER);
      if (!tip && head.head_seq === 0) continue;
      if (tip?.seq !== head.head_seq || tip.link !== head.head_link) {
        this.problem('head', head.log, head.head_seq, `the log ends at ${tip?.seq ?? 0}`);
      }
      if (tip && this.#tips.has(head.log) && !this.#o.everySignature)
        this.#checkSignature(head.log, tip.seq, tip.hash, tip.sig);
    }
    for (const log of this.#tips.keys())
      if (!known.has(log)) this.problem('head', String(log), 0, 'the log has no head');
  }

  #checkSignature(log: string, seq: number, hash: Uint8Array, sig: Uint8Array): void {
    const key = this.#keyOf(log);
    if (!key) {
      if (!this.#problems.some((one) => one.code === 'unknown-key' && one.log === log)) {
        this.problem('unknown-key', log, seq, 'no key of this device and epoch is known');
      }
      return;
    }
    this.#signatures++;
    if (!isSignedBy(key, hash, sig)) this.problem('signature', log, seq, 'not signed by the device of its log');
  }

  #keyOf(log: string): KeyObject | undefined {
    if (this.#keys.has(log)) return this.#keys.get(log);
    const parts = parseLogId(log);
    const name = parts ? `${parts.device}/${parts.epoch}` : '';
    const kept = this.#db.prepare('SELECT public_key FROM device_keys WHERE device = ? AND epoch = ?').pluck();
    const text = this.#o.keys?.get(name) ?? (parts && (kept.get(parts.device, parts.epoch) as string | undefined));
    let key: KeyObject | undefined;
    try {
      key = text === undefined ? undefined : publicKeyOf(text);
    } catch {
      key = undefined;
    }
    this.#keys.set(log, key);
    return key;
  }

  /** What signed recovery records say is lost; they stand in the same chain and are proved with it. */
  #readNamedLosses(): void {
    this.#named.push(...(this.#o.pendingLosses ?? []));
    const rows = this.#db.prepare(`SELECT raw FROM record_log WHERE ${specialTypes}`).pluck().all() as string[];
    for (const raw of rows) {
      const read = readEnvelope(raw);
      if ('why' in read || read.envelope.type !== logRecovered.type) continue;
      const body = logRecovered.schema.safeParse(read.envelope.body);
      if (body.success) this.#named.push(...body.data.missing);
    }
  }
}

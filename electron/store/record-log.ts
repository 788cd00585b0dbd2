import type Database from 'better-sqlite3';
import { formatOffset, type HlcState, hlcDevice, hlcNext, hlcReceive, parseHlc } from '../../shared/kernel/clock.ts';
import { AppError } from '../../shared/kernel/errors.ts';
import { clockStepped, logOpened } from '../../shared/records/core-records.ts';
import type { Decider, Folded, StreamFold } from '../../shared/records/decider.ts';
import {
  type BodyOf,
  draft,
  type RecordAuthor,
  type RecordDraft,
  type StoredRecord,
} from '../../shared/records/define.ts';
import { type Envelope, hashOf, writeEnvelope } from '../../shared/records/envelope.ts';
import { orderCausally } from '../../shared/records/order.ts';
import type { RecordRegistry } from '../../shared/records/registry.ts';
import { formatLogId, parseLogId, type Scope } from '../../shared/records/scopes.ts';
import type { Keyring } from './keyring.ts';
import type { Head, LogHeads } from './log-heads.ts';
import type { Projector } from './projector.ts';
import { hashText, linkText, recordCrypto } from './record-crypto.ts';
import type { RecordReader } from './record-reader.ts';
import { noticeTrust } from './set-aside.ts';
import type { Transactions } from './transactions.ts';
import type { RecordLog, StoreClock } from './types.ts';

/** What opened this epoch: written into the first record of each of its logs. */
export type EpochReason = BodyOf<typeof logOpened>['reason'];

export interface RecordLogOptions {
  readonly db: Database.Database;
  readonly transactions: Transactions;
  readonly registry: RecordRegistry;
  readonly reader: RecordReader;
  readonly projector: Projector;
  readonly keyring: Keyring;
  readonly clock: StoreClock;
  readonly newId: () => string;
  readonly app: string;
  readonly epochReason: () => EpochReason;
  readonly now: () => string;
  /** Makes room on a full disk (the ballast); true when it did and the save is worth one more try. */
  readonly makeRoom: () => boolean;
}

/** The machine itself, where no person and no instrument stands behind a record. */
const systemAuthor: RecordAuthor = { actor: 'system', auth: { session: null, proof: 'none' } };

/** A wall clock this much behind where the monotonic clock expects it was set back. */
const steppedBackMs = 2000;

/** Writes this machine's logs: chains, signs, appends, projects. See `RecordLog` for what its callers may expect. */
export class SealedLog implements RecordLog {
  readonly #o: RecordLogOptions;
  readonly #heads: LogHeads;
  readonly #countRows: Database.Statement<[], { count: number }>;
  #hlc: HlcState = { ms: 0, counter: 0 };
  #clockMark: { wallMs: number; monoMs: number } | undefined;
  #hasStepped = false;

  constructor(options: RecordLogOptions, heads: LogHeads) {
    this.#o = options;
    this.#heads = heads;
    this.#countRows = options.db.prepare('SELECT count(*) AS count FROM record_log');
    this.#takeHeadTimes();
  }

  get hasClockStepped(): boolean {
    return this.#hasStepped;
  }

  append(drafts: readonly RecordDraft[], author: RecordAuthor): StoredRecord[] {
    if (drafts.length === 0) return [];
    const { transactions } = this.#o;
    const work = () => transactions.run(() => this.#appendAll(drafts, author));
    if (transactions.isOpen) return work();
    try {
      return work();
    } catch (error) {
      if ((error as AppError).code === 'store/disk-full' && this.#o.makeRoom()) return work();
      throw error;
    }
  }

  /**
   * Begins this epoch's log where it has none yet: its first record carries the word on the keys before, without which others
   * could not take what those signed.
   */
  openLog(): void {
    this.#o.transactions.run(() => this.#headOf(this.#logOf(this.#o.keyring.scope)));
  }

  decide<State, Command>(
    decider: Decider<State, Command>,
    stream: string,
    command: Command,
    author: RecordAuthor,
    options: { expectedTip?: string | null } = {},
  ): { records: StoredRecord[]; folded: Folded<State> } {
    const before = this.fold(stream, decider);
    if (options.expectedTip !== undefined && options.expectedTip !== before.tip) throw stale(stream);
    const records = this.append(decider.decide(before.state, command, stream), author);
    return { records, folded: this.fold(stream, decider) };
  }

  read(stream: string): StoredRecord[] {
    return orderCausally(this.#o.projector.records(stream));
  }

  readWithout(stream: string, types: readonly string[]): StoredRecord[] {
    return orderCausally(this.#o.projector.records(stream, types));
  }

  fold<State>(stream: string, fold: StreamFold<State>): Folded<State> {
    return this.#o.projector.fold(stream, fold);
  }

  idsOf(subject: 'instrument' | 'person', id: string): string[] {
    return this.#o.reader.joined.idsOf(subject, id);
  }

  byHash(hash: string): StoredRecord | undefined {
    return this.#o.reader.byHash(hash);
  }

  page(options: Parameters<RecordLog['page']>[0]): ReturnType<RecordLog['page']> {
    return this.#o.reader.page(options);
  }

  heads(): { log: string; seq: number; link: string }[] {
    return this.#heads.all().map(({ log, seq, link }) => ({ log, seq, link }));
  }

  count(): number {
    return this.#countRows.get()!.count;
  }

  unknown(afterLsn = 0): { type: string; tv: number; count: number }[] {
    const rows = this.#o.db
      .prepare('SELECT type, tv, count(*) AS count FROM record_log WHERE lsn > ? GROUP BY type, tv ORDER BY type, tv')
      .all(afterLsn) as { type: string; tv: number; count: number }[];
    return rows.filter((row) => row.tv > (this.#o.registry.get(row.type)?.version ?? 0));
  }

  #appendAll(drafts: readonly RecordDraft[], author: RecordAuthor): StoredRecord[] {
    this.#noticeClock();
    const seenTips = new Map<string, string | null>();
    return drafts.map((one) => {
      const base = this.#baseOf(one, seenTips);
      return this.#write(one, base, author);
    });
  }

  /** The newest record of the stream for a decision; what the author says it had seen is held against it first. */
  #baseOf(one: RecordDraft, seenTips: Map<string, string | null>): string | null {
    if (one.definition.kind === 'fact') return one.base ?? null;
    const tip = this.#o.projector.tip(one.stream);
    const seen = seenTips.get(one.stream);
    // Later drafts of one append were made against the same picture as the first.
    const expected = seen === undefined ? tip : seen;
    if (one.base !== undefined && one.base !== expected) throw stale(one.stream);
    if (seen === undefined) seenTips.set(one.stream, tip);
    return tip;
  }

  #write(one: RecordDraft, base: string | null, author: RecordAuthor): StoredRecord {
    const scope = one.definition.scope === 'org' ? 'org' : this.#o.keyring.scope;
    return this.#writeTo(this.#headOf(this.#logOf(scope)), one, base, author);
  }

  #logOf(scope: Scope): string {
    const { device, epoch } = this.#o.keyring;
    return formatLogId({ device, epoch, scope });
  }

  #writeTo(head: Head, one: RecordDraft, base: string | null, author: RecordAuthor): StoredRecord {
    const { registry, keyring, projector, transactions } = this.#o;
    const { definition } = one;
    const body = registry.check(one);
    const wallMs = this.#o.clock.wallMs();
    const { state, hlc } = hlcNext(this.#hlc, wallMs, hlcDevice(keyring.device));
    this.#hlc = state;
    const envelope: Envelope = {
      v: 1,
      log: head.log,
      seq: head.seq + 1,
      prev: head.link,
      id: this.#o.newId(),
      hlc,
      wall: new Date(wallMs).toISOString(),
      tz: formatOffset(this.#o.clock.offsetMinutes()),
      clk: { off: null, age: null, boot: this.#o.clock.bootId, mono: Math.round(this.#o.clock.monoMs()) },
      actor: author.actor,
      auth: author.auth,
      type: definition.type,
      tv: definition.version,
      stream: one.stream,
      base,
      app: this.#o.app,
      body,
    };
    const raw = writeEnvelope(envelope);
    const hash = hashOf(recordCrypto, raw);
    const sig = keyring.sign(hash);
    this.#heads.add(head, {
      hash,
      sig,
      raw,
      seq: envelope.seq,
      link: linkText(hash, sig),
      hlc,
      stream: one.stream,
      type: definition.type,
      tv: definition.version,
    });
    // Tables must see what a rebuild will see: the body as it stands in the text.
    const record = projector.apply(registry.read(JSON.parse(raw) as Envelope, hashText(hash), true));
    noticeTrust(record, { ...this.#o, heads: this.#heads });
    transactions.touch('record_log');
    transactions.added(record);
    return record;
  }

  #headOf(log: string): Head {
    const known = this.#heads.get(log);
    if (known) return known;
    const { keyring, epochReason } = this.#o;
    const before = this.#heads
      .all()
      .filter((head) => head.log.startsWith(`${keyring.device}/`) && head.seq > 0)
      .sort((a, b) => parseLogId(b.log)!.epoch - parseLogId(a.log)!.epoch)
      .slice(0, mostEarlier)
      .map(({ log: name, seq, link }) => ({ log: name, seq, link }));
    const body = {
      device: keyring.device,
      epoch: keyring.epoch,
      publicKey: keyring.publicKey,
      reason: epochReason(),
      before,
      endorsement: keyring.epochs.at(-1)?.endorsement,
      ...(keyring.epochs.length > 1 && { earlier: earlierKeys(keyring) }),
    };
    const created = this.#heads.create(log);
    this.#writeTo(created, draft(logOpened, `log/${keyring.device}`, body), null, systemAuthor);
    return this.#heads.get(log)!;
  }

  #noticeClock(): void {
    const { clock, keyring } = this.#o;
    const now = { wallMs: clock.wallMs(), monoMs: clock.monoMs() };
    const mark = this.#clockMark;
    this.#clockMark = now;
    if (!mark) return;
    const stepMs = Math.round(now.wallMs - mark.wallMs - (now.monoMs - mark.monoMs));
    if (stepMs > -steppedBackMs) return;
    this.#hasStepped = true;
    const iso = (ms: number) => new Date(ms).toISOString();
    const body = { fromWall: iso(mark.wallMs + (now.monoMs - mark.monoMs)), toWall: iso(now.wallMs), stepMs };
    this.#write(draft(clockStepped, `clock/${keyring.device}`, body), null, systemAuthor);
  }

  /** Starts above every time this machine has written, and takes notice of others' times as the rule allows. */
  #takeHeadTimes(): void {
    const ours = `${this.#o.keyring.device}/`;
    for (const head of this.#heads.all()) {
      const time = parseHlc(head.hlc);
      if (!time) continue;
      if (!head.log.startsWith(ours)) this.#hlc = hlcReceive(this.#hlc, head.hlc, this.#o.clock.wallMs()).state;
      else if (time.ms > this.#hlc.ms || (time.ms === this.#hlc.ms && time.counter > this.#hlc.counter))
        this.#hlc = time;
    }
  }

  /** Takes notice of a record that came from elsewhere. */
  observe(hlc: string): { isSuspect: boolean } {
    const { state, isSuspect } = hlcReceive(this.#hlc, hlc, this.#o.clock.wallMs());
    this.#hlc = state;
    return { isSuspect };
  }
}

/** A record has room for so many earlier epochs, and logs; more than that were restored away. */
const mostEarlier = 100;

function earlierKeys({ epochs }: Keyring): BodyOf<typeof logOpened>['earlier'] {
  return epochs
    .slice(0, -1)
    .reverse()
    .slice(0, mostEarlier)
    .map(({ epoch, publicKey, endorsement }) => ({ epoch, publicKey, ...(endorsement && { endorsement }) }));
}

function stale(stream: string): AppError {
  return new AppError('records/stale', { stream });
}

import { logRecovered } from '../../shared/records/core-records.ts';
import { firstLink } from '../../shared/records/envelope.ts';
import { parseLogId } from '../../shared/records/scopes.ts';
import type { Vector } from '../../shared/sync/hub-api.ts';
import { isGenuine, type Sealed, sealOne, type Unreadable } from '../../shared/sync/sealed-runs.ts';
import type { HubContext } from './context.ts';
import type { HubPushReport } from './hub-store.ts';
import { isSignedBy, sealTools } from './record-crypto.ts';
import { roomForPending, roomInQuarantine } from './room.ts';
import type { HubTransaction, LockedSite, Records } from './tables.ts';
import { readWriters, type Writers } from './trust.ts';

/** Rows that waited, read at once. */
const drainCount = 500;

interface LogState {
  readonly logId: number | undefined;
  seq: number;
  link: string;
  readonly before: number;
}

type Verdict = 'added' | 'duplicate' | 'pending' | 'set-aside';

/**
 * Takes one batch into a site that the transaction holds. Everything is decided in memory against what was read at the
 * beginning; what came out is written in a handful of statements.
 */
export class Batch {
  readonly #context: HubContext;
  readonly #trx: HubTransaction;
  readonly #site: LockedSite;
  readonly #via: string;
  readonly #at: string;
  readonly #isMove: boolean;
  readonly #logs = new Map<string, LogState>();
  readonly #rows: (Omit<Records, 'log_id'> & { log: string })[] = [];
  readonly #waiting = new Map<string, Map<number, Sealed[]>>();
  readonly #setAside: { log: string; seq: number; why: string; record: Sealed | Unreadable }[] = [];
  readonly #drained: Sealed[] = [];
  readonly #hasPending = new Set<string>();
  /** Logs of other sites that somebody named: nothing of them is told. */
  readonly #foreign = new Set<string>();
  #writers!: Writers;
  #known = new Map<string, Uint8Array>();
  #losses: { log: string; from_seq: number; to_seq: number }[] = [];
  readonly #newLosses: { log: string; from_seq: number; to_seq: number }[] = [];
  readonly #count = { added: 0, duplicate: 0, pending: 0 };

  /** `move`: records come out of another store of this same hub, its own log among them, with when they had arrived there. */
  constructor(
    context: HubContext,
    trx: HubTransaction,
    site: LockedSite,
    via: string,
    move?: { readonly receivedAt: string },
  ) {
    this.#context = context;
    this.#trx = trx;
    this.#site = site;
    this.#via = via;
    this.#at = move?.receivedAt ?? context.now();
    this.#isMove = move !== undefined;
  }

  async take(records: readonly (Sealed | Unreadable)[]): Promise<HubPushReport> {
    const readable = records.filter((one): one is Sealed => !('why' in one));
    const logs = [...new Set(readable.map(({ envelope }) => envelope.log))];
    await this.#read(logs, readable);
    for (const one of records) {
      if ('why' in one) this.#putAside(one, '', 0, one.why);
      else this.#takeOne(one);
    }
    await this.#drain();
    await this.#write();
    const heads: Vector = {};
    for (const log of logs) {
      const state = this.#logs.get(log);
      if (state && state.seq > 0 && !this.#foreign.has(log)) heads[log] = [state.seq, state.link];
    }
    const problems = this.#setAside.map(({ why, log, seq }) => ({ why, log, seq }));
    return { ...this.#count, problems, heads };
  }

  async #read(logs: readonly string[], records: readonly Sealed[]): Promise<void> {
    const trx = this.#trx;
    this.#writers = await readWriters(this.#context, trx, { siteId: this.#site.site_id, isMove: this.#isMove }, logs);
    if (logs.length === 0) return;
    const rows = await this.#readHeads(logs);
    for (const row of rows) {
      const seqs = records.filter((one) => one.envelope.log === row.log && one.envelope.seq <= row.head_seq);
      if (seqs.length === 0) continue;
      const kept = await trx
        .selectFrom('records')
        .select(['seq', 'hash'])
        .where('log_id', '=', row.log_id)
        .where(
          'seq',
          'in',
          seqs.map(({ envelope }) => envelope.seq),
        )
        .execute();
      for (const { seq, hash } of kept) this.#known.set(`${row.log}/${seq}`, hash);
    }
  }

  /** Heads, and in the same statement whether anything waits or was declared lost: mostly nothing. */
  async #readHeads(logs: readonly string[]) {
    const rows = await this.#trx
      .selectFrom('logs')
      .selectAll()
      .select((of) => [
        of.exists(of.selectFrom('pending').select('seq').whereRef('pending.log', '=', 'logs.log')).as('has_pending'),
        of.exists(of.selectFrom('losses').select('to_seq').whereRef('losses.log', '=', 'logs.log')).as('has_losses'),
      ])
      .where('log', 'in', logs)
      .execute();
    const unknown = new Set(logs);
    for (const row of rows) {
      unknown.delete(row.log);
      this.#logs.set(row.log, { logId: row.log_id, seq: row.head_seq, link: row.head_link, before: row.head_seq });
      if (row.has_pending) this.#hasPending.add(row.log);
      if (row.site_id !== this.#site.site_id && parseLogId(row.log)?.scope !== 'org') this.#foreign.add(row.log);
    }
    // A log that has no record yet may wait for its first.
    for (const log of unknown) this.#hasPending.add(log);
    if (unknown.size > 0 || rows.some((row) => row.has_losses)) await this.#readLosses(logs);
    return rows;
  }

  async #readLosses(logs: readonly string[]): Promise<void> {
    this.#losses.push(...(await this.#trx.selectFrom('losses').selectAll().where('log', 'in', logs).execute()));
  }

  #takeOne(sealed: Sealed): void {
    const verdict = this.#verdictOf(sealed);
    if (verdict !== 'set-aside') this.#count[verdict]++;
    if (verdict === 'added') this.#followUp(sealed.envelope.log);
  }

  #verdictOf(sealed: Sealed): Verdict {
    const { log, seq } = sealed.envelope;
    const head = this.#logs.get(log);
    if (seq <= (head?.seq ?? 0)) {
      const known = this.#known.get(`${log}/${seq}`);
      if (known && Buffer.compare(known, sealed.hash) === 0) return 'duplicate';
      // Only what the log's own key signed contradicts it; anybody can claim a place.
      const why = this.#signatureProblem(sealed) ?? (known ? 'records/fork' : 'records/behind-a-loss');
      return this.#putAside(sealed, log, seq, why);
    }
    const why = this.#signatureProblem(sealed) ?? this.#writers.problemOf(log, seq);
    if (why) return this.#putAside(sealed, log, seq, why);
    if (!this.#isNext(log, seq)) return this.#wait(sealed);
    return this.#append(sealed);
  }

  #signatureProblem(sealed: Sealed): string | undefined {
    const key = this.#writers.keyOf(sealed.envelope.log);
    if (!key) return 'records/unknown-device';
    return isGenuine(sealed, (hash, sig) => isSignedBy(key, hash, sig)) ? undefined : 'records/bad-signature';
  }

  /** True when nothing is missing between the head and this record, apart from what its writer declared lost. */
  #isNext(log: string, seq: number): boolean {
    let at = (this.#logs.get(log)?.seq ?? 0) + 1;
    while (at < seq) {
      const loss = this.#losses.find((one) => one.log === log && one.from_seq <= at && at <= one.to_seq);
      if (!loss) return false;
      at = loss.to_seq + 1;
    }
    return true;
  }

  #append(sealed: Sealed): Verdict {
    const { envelope, raw, hash, sig, link, via } = sealed;
    const { log, seq, type } = envelope;
    let state = this.#logs.get(log);
    if (!state) {
      state = { logId: undefined, seq: 0, link: firstLink, before: 0 };
      this.#logs.set(log, state);
    }
    if (seq === state.seq + 1 && envelope.prev !== state.link) {
      return this.#putAside(sealed, log, seq, 'records/broken-chain');
    }
    state.seq = seq;
    state.link = link;
    this.#known.set(`${log}/${seq}`, hash);
    this.#rows.push({
      site_id: this.#site.site_id,
      arrival: this.#site.next_arrival++,
      log,
      seq,
      hash,
      sig,
      type: type.slice(0, 100),
      raw,
      via: via ?? this.#via,
      received_at: this.#at,
    });
    if (type === logRecovered.type) this.#noticeLosses(sealed);
    return 'added';
  }

  /** Nobody can declare another's records lost. */
  #noticeLosses({ envelope }: Sealed): void {
    const body = logRecovered.schema.safeParse(envelope.body);
    if (!body.success) return;
    const { device } = parseLogId(envelope.log)!;
    for (const { log, from, to } of body.data.missing) {
      if (parseLogId(log)?.device !== device || from < 1 || to < from) continue;
      const loss = { log, from_seq: from, to_seq: to };
      this.#losses.push(loss);
      this.#newLosses.push(loss);
    }
  }

  /** Takes what waited in this same batch for the gap that has just been closed. */
  #followUp(log: string): void {
    const waiting = this.#waiting.get(log);
    while (waiting && waiting.size > 0) {
      const seq = Math.min(...waiting.keys());
      if (!this.#isNext(log, seq)) return;
      const ready = waiting.get(seq)!;
      waiting.delete(seq);
      for (const one of ready) {
        this.#count.pending--;
        const verdict = this.#verdictOf(one);
        if (verdict !== 'set-aside') this.#count[verdict]++;
      }
    }
  }

  /** Takes what waited in the database for gaps that were closed or declared lost by this batch. */
  async #drain(): Promise<void> {
    const declared = [...new Set(this.#newLosses.map(({ log }) => log))].filter((log) => !this.#logs.has(log));
    if (declared.length > 0) await this.#readDeclared(declared);
    for (const log of new Set([...this.#hasPending, ...declared])) {
      this.#followUp(log);
      await this.#drainLog(log);
    }
  }

  async #readDeclared(logs: readonly string[]): Promise<void> {
    const rows = await this.#trx
      .selectFrom('logs')
      .selectAll()
      .where('log', 'in', logs)
      .where('site_id', '=', this.#site.site_id)
      .execute();
    for (const row of rows) {
      this.#logs.set(row.log, { logId: row.log_id, seq: row.head_seq, link: row.head_link, before: row.head_seq });
    }
    await this.#readLosses(logs);
  }

  async #drainLog(log: string): Promise<void> {
    for (let after = 0; ; ) {
      const rows = await this.#trx
        .selectFrom('pending')
        .selectAll()
        .where('log', '=', log)
        .where('seq', '>', after)
        .orderBy('seq')
        .orderBy('hash')
        .limit(drainCount)
        .execute();
      for (const row of rows) {
        const read = sealOne(row, sealTools);
        if ('why' in read) continue;
        if (!this.#isNext(log, row.seq)) return;
        // Its signature was checked when it came.
        const sealed: Sealed = { ...read, via: row.via, isGenuine: true };
        this.#drained.push(sealed);
        this.#takeOne(sealed);
      }
      if (rows.length < drainCount) return;
      after = rows.at(-1)!.seq;
    }
  }

  #wait(sealed: Sealed): Verdict {
    const { log, seq } = sealed.envelope;
    const waiting = this.#waiting.get(log) ?? new Map<number, Sealed[]>();
    this.#waiting.set(log, waiting);
    waiting.set(seq, [...(waiting.get(seq) ?? []), sealed]);
    return 'pending';
  }

  #putAside(record: Sealed | Unreadable, log: string, seq: number, why: string): Verdict {
    this.#setAside.push({ log, seq, why, record });
    return 'set-aside';
  }

  async #write(): Promise<void> {
    const ids = await this.#writeLogs();
    const rows = this.#rows.map(({ log, ...row }) => ({ ...row, log_id: ids.get(log)! }));
    if (rows.length > 0) {
      await this.#context.database.addRecords(this.#trx, rows);
      await this.#trx
        .updateTable('sites')
        .set({ next_arrival: this.#site.next_arrival })
        .where('site_id', '=', this.#site.site_id)
        .execute();
    }
    for (const { envelope, hash } of this.#drained) {
      await this.#trx
        .deleteFrom('pending')
        .where('log', '=', envelope.log)
        .where('seq', '=', envelope.seq)
        .where('hash', '=', hash)
        .execute();
    }
    await this.#writeWaiting();
    await this.#writeSetAside();
    if (this.#newLosses.length > 0) {
      await this.#trx
        .insertInto('losses')
        .values(this.#newLosses)
        .onConflict((on) => on.doNothing())
        .execute();
    }
  }

  async #writeLogs(): Promise<Map<string, number>> {
    const ids = new Map<string, number>();
    for (const [log, state] of this.#logs) {
      if (state.seq === state.before) continue;
      if (state.logId !== undefined) {
        ids.set(log, state.logId);
        await this.#trx
          .updateTable('logs')
          .set({ head_seq: state.seq, head_link: state.link })
          .where('log_id', '=', state.logId)
          .execute();
        continue;
      }
      const made = await this.#trx
        .insertInto('logs')
        .values({ log, site_id: this.#site.site_id, head_seq: state.seq, head_link: state.link, audited_seq: 0 })
        .returning('log_id')
        .executeTakeFirstOrThrow();
      ids.set(log, made.log_id);
    }
    return ids;
  }

  async #writeWaiting(): Promise<void> {
    for (const [log, bySeq] of this.#waiting) {
      const records = [...bySeq.values()].flat();
      if (records.length === 0) continue;
      const room = await roomForPending(this.#trx, log);
      for (const one of records.slice(room)) {
        this.#count.pending--;
        this.#putAside(one, log, one.envelope.seq, 'records/too-many-pending');
      }
      const rows = records.slice(0, room).map(({ envelope, hash, sig, raw, via }) => ({
        log,
        seq: envelope.seq,
        hash,
        sig,
        raw,
        via: via ?? this.#via,
        received_at: this.#at,
      }));
      if (rows.length > 0)
        await this.#trx
          .insertInto('pending')
          .values(rows)
          .onConflict((on) => on.doNothing())
          .execute();
    }
  }

  async #writeSetAside(): Promise<void> {
    if (this.#setAside.length === 0) return;
    const room = await roomInQuarantine(this.#trx, this.#site.site_id);
    const rows = this.#setAside.slice(0, room).map(({ log, seq, why, record }) => ({
      site_id: this.#site.site_id,
      log,
      seq,
      why,
      hash: record.hash,
      sig: record.sig,
      raw: record.raw.replaceAll('\0', '\u2400'),
      via: ('via' in record ? record.via : undefined) ?? this.#via,
      received_at: this.#at,
    }));
    if (rows.length > 0)
      await this.#trx
        .insertInto('quarantine')
        .values(rows)
        .onConflict((on) => on.doNothing())
        .execute();
  }
}

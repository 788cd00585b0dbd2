import type Database from 'better-sqlite3';
import type { Signal } from '../../shared/instruments/signals.ts';
import { AppError } from '../../shared/kernel/errors.ts';
import type { Joins } from '../../shared/records/joins.ts';
import { MessageQueries, type MessageRowOnDisk, toRow } from './message-queries.ts';
import { packSignals, unpackSignals } from './packed-signals.ts';
import type { Transactions } from './transactions.ts';
import type {
  MessageFilter,
  MessageReading,
  MessageStore,
  StoredMessage,
  StoredMessageRow,
  StoreMessageInput,
} from './types.ts';
import type { FrameLedger } from './wire-store.ts';

interface BodyRow {
  definition_key: string;
  definition_version: string;
  definition_hash: string;
  records: string;
  signals: string;
  resends: string;
  completed_by: string | null;
  dismissed_by: string | null;
  dismissed_reason: string | null;
  dismissed_at: string | null;
}

/** Times of re-sends kept one by one; the count goes on. */
const keptResendTimes = 100;

/** Labels are sorted once in so many messages: a search reads those that are not, and a page takes all of one label. */
const messagesOfNewLabels = 32;

/** Decoded messages in the main database; see `MessageStore`. Also says which wire frames are accounted for. */
export class SqliteMessageStore implements MessageStore, FrameLedger {
  readonly #db: Database.Database;
  readonly #transactions: Transactions;
  readonly #newId: () => string;
  readonly #queries: MessageQueries;
  readonly #joined: () => Joins;
  readonly #statements = new Map<string, Database.Statement<unknown[]>>();

  constructor(options: {
    db: Database.Database;
    transactions: Transactions;
    newId: () => string;
    /** Which names of instruments mean one. */
    joined: () => Joins;
  }) {
    this.#db = options.db;
    this.#transactions = options.transactions;
    this.#newId = options.newId;
    this.#joined = options.joined;
    this.#queries = new MessageQueries(options.db, options.joined);
    options.transactions.onRollback(() => this.#queries.forgetCounts());
  }

  storeMessage(input: StoreMessageInput): ReturnType<MessageStore['storeMessage']> {
    return this.#transactions.run(() => {
      this.#changed();
      const first = input.isPartial ? undefined : this.#sameContent(input);
      if (first) return this.#keepResend(first, input);
      const messageId = this.#newId();
      const rivals = this.#rivalsOf(input);
      const no = this.#insert(messageId, input, rivals.length > 0);
      for (const rival of rivals) this.#run('UPDATE messages SET has_rival = 1 WHERE message_no = ?', rival);
      this.#takeFrames(input.frames, no, input.isPartial ? 'partial' : 'stored');
      return {
        messageId,
        isResend: false,
        hasRival: rivals.length > 0,
        completed: this.#completePartials(input, messageId),
      };
    });
  }

  readAgain(messageId: string, reading: MessageReading, at: string): void {
    this.#transactions.run(() => {
      const row = this.#queries.row(messageId);
      if (row === undefined) throw new AppError('messages/not-found', { messageId });
      const no = row.message_no;
      this.#run(
        `INSERT INTO message_readings SELECT message_no, (SELECT count(*) FROM message_readings WHERE message_no = ?),
           definition_key, definition_version, definition_hash, ?, records, signals FROM message_bodies WHERE message_no = ?`,
        ...[no, at, no],
      );
      const { definition, records, signals, summary } = reading;
      this.#run(
        `UPDATE message_bodies SET definition_key = ?, definition_version = ?, definition_hash = ?, records = ?, signals = ?
         WHERE message_no = ?`,
        ...[definition.key, definition.version, definition.hash, JSON.stringify(records), packSignals(signals), no],
      );
      this.#run(
        'UPDATE messages SET result_count = ?, flagged_count = ?, unmapped_count = ? WHERE message_no = ?',
        ...[summary.resultCount, summary.flaggedCount, summary.unmappedCount, no],
      );
      for (const table of ['message_labels', 'message_new_labels']) {
        this.#run(`DELETE FROM ${table} WHERE message_no = ?`, no);
      }
      this.#run('DELETE FROM message_search WHERE rowid = ?', no);
      this.#label(no, row.kind, row.specimen_shows ?? '', signals);
      this.#changed();
    });
  }

  readOtherwise(instrumentId: string, definitionHash: string, limit: number): string[] {
    return this.#prepare(
      `SELECT message_id FROM messages JOIN message_bodies USING (message_no)
       WHERE instrument = ? AND state = 'complete' AND definition_hash <> ? ORDER BY message_no DESC LIMIT ?`,
    )
      .pluck()
      .all(instrumentId, definitionHash, limit) as string[];
  }

  earlier(messageId: string): ReturnType<MessageStore['earlier']> {
    const rows = this.#prepare(
      `SELECT message_readings.* FROM message_readings JOIN messages USING (message_no) WHERE message_id = ? ORDER BY reading_no`,
    ).all(messageId) as (BodyRow & { replaced_at: string })[];
    return rows.map((row) => ({
      definition: stampOf(row),
      replacedAt: row.replaced_at,
      signals: unpackSignals(row.signals),
    }));
  }

  settleFrames(entryIds: readonly number[], reason: string): void {
    this.#transactions.run(() => this.#takeFrames(entryIds, null, reason));
  }

  dismiss(messageId: string, by: string, reason: string, at: string): void {
    this.#transactions.run(() => {
      const row = this.#queries.row(messageId);
      if (row?.state !== 'partial') throw new AppError('messages/not-partial', { messageId });
      this.#run("UPDATE messages SET state = 'dismissed' WHERE message_no = ?", row.message_no);
      this.#run(
        'UPDATE message_bodies SET dismissed_by = ?, dismissed_reason = ?, dismissed_at = ? WHERE message_no = ?',
        by,
        reason,
        at,
        row.message_no,
      );
      this.#changed();
    });
  }

  get(messageId: string): StoredMessage | undefined {
    const row = this.#queries.row(messageId);
    return row && this.#withBody(row);
  }

  page(filter: MessageFilter, at: { before?: number; offset?: number; limit: number }): StoredMessageRow[] {
    return this.#queries.page(filter, at);
  }

  count(filter: MessageFilter): number {
    return this.#queries.count(filter);
  }

  markHandled(messageId: string): void {
    this.#transactions.run(() => this.#run('UPDATE messages SET is_handled = 1 WHERE message_id = ?', messageId));
  }

  unhandled(): StoredMessage[] {
    const rows = this.#prepare(
      'SELECT * FROM messages WHERE is_handled = 0 ORDER BY message_no',
    ).all() as MessageRowOnDisk[];
    return rows.map((row) => this.#withBody(row));
  }

  age(beforeAt: string): number {
    return this.#transactions.run(() => {
      const old = "received_at < ? AND state != 'partial'";
      this.#run(`DELETE FROM message_search WHERE rowid IN (SELECT message_no FROM messages WHERE ${old})`, beforeAt);
      const { changes } = this.#run(`DELETE FROM messages WHERE ${old}`, beforeAt);
      if (changes > 0) this.#changed();
      return changes;
    });
  }

  accountedBetween(first: number, last: number): ReadonlySet<number> {
    const rows = this.#prepare('SELECT entry_id FROM message_frames WHERE entry_id BETWEEN ? AND ?').pluck();
    return new Set(rows.all(first, last) as number[]);
  }

  settledBetween(first: number, last: number): ReadonlySet<number> {
    // A partial message keeps its frames until it is completed or dismissed (decisions 2 and 5).
    const rows = this.#prepare(
      `SELECT entry_id FROM message_frames LEFT JOIN messages USING (message_no)
       WHERE entry_id BETWEEN ? AND ? AND coalesce(state, '') != 'partial'`,
    )
      .pluck()
      .all(first, last) as number[];
    return new Set(rows);
  }

  forgetBetween(first: number, last: number): void {
    this.#transactions.run(() => this.#run('DELETE FROM message_frames WHERE entry_id BETWEEN ? AND ?', first, last));
  }

  accountedThrough(): number {
    const row = this.#prepare("SELECT value FROM store_meta WHERE key = 'wire_accounted_through'").get() as
      | { value: string }
      | undefined;
    return Number(row?.value ?? 0);
  }

  setAccountedThrough(segment: number): void {
    this.#transactions.run(() =>
      this.#run("INSERT OR REPLACE INTO store_meta (key, value) VALUES ('wire_accounted_through', ?)", String(segment)),
    );
  }

  #sameContent(input: StoreMessageInput): { message_no: number; message_id: string } | undefined {
    return this.#prepare(
      "SELECT message_no, message_id FROM messages WHERE instrument = ? AND content_hash = ? AND state = 'complete' ORDER BY message_no LIMIT 1",
    ).get(input.instrumentId, input.contentHash) as { message_no: number; message_id: string } | undefined;
  }

  #keepResend(first: { message_no: number; message_id: string }, input: StoreMessageInput) {
    this.#run('UPDATE messages SET resend_count = resend_count + 1 WHERE message_no = ?', first.message_no);
    const kept = this.#prepare('SELECT resends FROM message_bodies WHERE message_no = ?')
      .pluck()
      .get(first.message_no) as string;
    const times = [...(JSON.parse(kept) as string[]), input.receivedAt].slice(-keptResendTimes);
    this.#run('UPDATE message_bodies SET resends = ? WHERE message_no = ?', JSON.stringify(times), first.message_no);
    this.#takeFrames(input.frames, first.message_no, 're-sent');
    const completed = this.#completePartials(input, first.message_id);
    return { messageId: first.message_id, isResend: true, hasRival: false, completed };
  }

  #rivalsOf(input: StoreMessageInput): number[] {
    if (input.messageKey === null || input.messageKey === undefined || input.isPartial) return [];
    return this.#prepare(
      "SELECT message_no FROM messages WHERE instrument = ? AND message_key = ? AND content_hash != ? AND state = 'complete'",
    )
      .pluck()
      .all(input.instrumentId, input.messageKey, input.contentHash) as number[];
  }

  #insert(messageId: string, input: StoreMessageInput, hasRival: boolean): number {
    const { summary, specimen } = input;
    const { lastInsertRowid } = this.#run(
      `INSERT INTO messages (message_id, instrument, conversation, received_at, kind, checksum, specimen_hash, specimen_shows,
         result_count, flagged_count, unmapped_count, state, has_rival, content_hash, message_key)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      messageId,
      input.instrumentId,
      input.conversation,
      input.receivedAt,
      input.kind,
      input.checksum,
      specimen?.hash ?? null,
      specimen?.shows ?? null,
      summary.resultCount,
      summary.flaggedCount,
      summary.unmappedCount,
      input.isPartial ? 'partial' : 'complete',
      hasRival ? 1 : 0,
      input.contentHash,
      input.messageKey ?? null,
    );
    const no = Number(lastInsertRowid);
    this.#run(
      'INSERT INTO message_bodies (message_no, definition_key, definition_version, definition_hash, records, signals) VALUES (?, ?, ?, ?, ?, ?)',
      no,
      input.definition.key,
      input.definition.version,
      input.definition.hash,
      JSON.stringify(input.records),
      packSignals(input.signals),
    );
    this.#label(no, input.kind, specimen?.shows ?? '', input.signals);
    return no;
  }

  /** What the message can be found by. */
  #label(no: number, kind: string, specimen: string, signals: readonly Signal[]): void {
    const labels = labelsOf(signals);
    this.#run(
      'INSERT OR IGNORE INTO message_new_labels (message_no, label) SELECT ?, value FROM json_each(?)',
      no,
      JSON.stringify([...labels]),
    );
    if (no % messagesOfNewLabels === 0) this.#sortLabels();
    const words = [kind, specimen, ...[...labels].map((label) => label.slice(label.indexOf(':') + 1))];
    this.#run('INSERT INTO message_search (rowid, words) VALUES (?, ?)', no, words.join(' '));
  }

  /** Takes the labels that have gathered to where they are sorted by label. */
  #sortLabels(): void {
    this.#run(
      'INSERT OR IGNORE INTO message_labels (label, message_no) SELECT label, message_no FROM message_new_labels ORDER BY label, message_no',
    );
    this.#run('DELETE FROM message_new_labels');
  }

  /** Partial messages of the instrument that end where this one also passes: the re-send that completes them. */
  #completePartials(input: StoreMessageInput, messageId: string): string[] {
    if (input.isPartial || !input.prefixHashes) return [];
    // The plus keeps SQLite from reading all the instrument's messages for the few that are partial.
    const open = this.#prepare(
      "SELECT message_no, message_id, content_hash FROM messages WHERE +instrument = ? AND state = 'partial'",
    ).all(input.instrumentId) as { message_no: number; message_id: string; content_hash: string }[];
    if (open.length === 0) return [];
    const prefixes = new Set(input.prefixHashes());
    const completed = open.filter((partial) => prefixes.has(partial.content_hash));
    for (const partial of completed) {
      this.#run("UPDATE messages SET state = 'completed-later' WHERE message_no = ?", partial.message_no);
      this.#run('UPDATE message_bodies SET completed_by = ? WHERE message_no = ?', messageId, partial.message_no);
    }
    return completed.map((partial) => partial.message_id);
  }

  #takeFrames(entryIds: readonly number[], messageNo: number | null, reason: string): void {
    // All in one statement: a blood count has fifty. (`WHERE true` tells the upsert from a join.)
    const sql = `INSERT INTO message_frames (entry_id, message_no, reason) SELECT value, ?, ? FROM json_each(?) WHERE true
      ON CONFLICT (entry_id) DO UPDATE SET message_no = excluded.message_no, reason = excluded.reason`;
    this.#run(sql, messageNo, reason, JSON.stringify(entryIds));
  }

  #withBody(row: MessageRowOnDisk): StoredMessage {
    const body = this.#prepare('SELECT * FROM message_bodies WHERE message_no = ?').get(row.message_no) as BodyRow;
    const frames = this.#prepare('SELECT entry_id FROM message_frames WHERE message_no = ? ORDER BY entry_id').pluck();
    return {
      ...toRow(row, this.#joined()),
      definition: stampOf(body),
      contentHash: row.content_hash,
      records: JSON.parse(body.records) as string[],
      signals: unpackSignals(body.signals),
      frames: frames.all(row.message_no) as number[],
      resends: JSON.parse(body.resends) as string[],
      rivals: row.has_rival ? this.#queries.rivals(row) : [],
      dismissed:
        body.dismissed_by === null
          ? null
          : { by: body.dismissed_by, reason: body.dismissed_reason ?? '', at: body.dismissed_at ?? '' },
      completedBy: body.completed_by,
    };
  }

  #changed(): void {
    this.#transactions.touch('messages');
    this.#queries.forgetCounts();
  }

  #prepare(sql: string): Database.Statement<unknown[]> {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #run(sql: string, ...values: unknown[]): Database.RunResult {
    return this.#prepare(sql).run(...values);
  }
}

const stampOf = (row: BodyRow) => ({
  key: row.definition_key,
  version: row.definition_version,
  hash: row.definition_hash,
});

/** What a message can be found by: `test:WBC`, `flag:H`. */
function labelsOf(signals: readonly Signal[]): Set<string> {
  const labels = new Set<string>();
  for (const signal of signals) {
    if ('test' in signal) {
      labels.add(`test:${signal.test}`);
      for (const flag of signal.flags) labels.add(`flag:${flag}`);
    }
    if (signal.kind === 'error' || signal.kind === 'error-cleared') labels.add(`error:${signal.code}`);
  }
  return labels;
}

import { normalizeCode } from '../../../shared/instruments/error-book.ts';
import type { DefinitionStamp } from '../../../shared/instruments/signals.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { type CopiedReading, type ErrorOrigin, errorStream } from '../../../shared/modules/errors/records.ts';
import {
  type ErrorCommand,
  errorDecider,
  isSameTrouble,
  repeatRecordEveryMs,
} from '../../../shared/modules/errors/rules.ts';
import type { RecordAuthor } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { instrumentAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import { readBook } from './books.ts';

/** One time something said a code: on the wire, in a background run, by hand. All are treated alike. */
export interface Occurrence {
  readonly instrumentId: string;
  readonly code: string;
  readonly text: string;
  /** What the definition's mapping says; null takes the book's word, else `warn`. */
  readonly severity: 'info' | 'warn' | 'stop' | null;
  readonly affectsResults: 'yes' | 'no' | 'flagged' | 'unknown' | null;
  readonly origin: ErrorOrigin;
  readonly at: string;
  readonly messageId: string | null;
  readonly frames: readonly number[];
  readonly definition: DefinitionStamp | null;
  readonly specimen: string | null;
  readonly readings: readonly CopiedReading[];
}

/** Repeats that wait for their record: a second question to a balance repeats its answer a second later. */
interface Waiting {
  count: number;
  lastAt: string;
  messageIds: string[];
  /** Monotonic time of the error's last record. */
  readonly sinceMs: number;
}

interface OpenRow {
  error_id: string;
  state: string;
  cleared_at: string | null;
  resolved_at: string | null;
}

/** Where errors are raised, counted, cleared and closed: the one way in for wire, background, keyboard and scanner. */
export class ErrorDesk {
  readonly #context: HostContext;
  readonly #waiting = new Map<string, Waiting>();
  /** Monotonic time of the last record of an error, as far as this run of the host wrote one. */
  readonly #recordedMs = new Map<string, number>();

  constructor(context: HostContext) {
    this.#context = context;
  }

  /** Repeats not yet in a record, for the row on screen. */
  waiting(errorId: string): { count: number; lastAt: string } | undefined {
    return this.#waiting.get(errorId);
  }

  /**
   * Raises an error, or counts a repeat of the one that is open. A message that has raised the code before (handed over
   * again after a crash, or the whole of a message that came cut) raises nothing. Answers the error's id.
   */
  raise(occurrence: Occurrence, author: RecordAuthor): string {
    const { instrumentId, messageId } = occurrence;
    const at = inUtc(occurrence.at);
    const code = occurrence.code.trim().slice(0, 60);
    const known = messageId === null ? undefined : this.#raisedBy(messageId, code);
    if (known !== undefined) return known;
    const open = this.#newest(instrumentId, code);
    if (open && isSameTrouble({ clearedAt: open.cleared_at, resolvedAt: open.resolved_at }, at)) {
      this.#repeat(open, { ...occurrence, at }, author);
      return open.error_id;
    }
    const entry = readBook(this.#context, instrumentId, code);
    const errorId = newId();
    const text = (occurrence.text.trim() || entry?.title || '').slice(0, 400);
    this.#decide(
      errorId,
      {
        do: 'raise',
        body: {
          errorId,
          instrumentId,
          code,
          text,
          // The lab's own entry is a decision and goes before what the definition says.
          severity:
            (entry?.origin === 'lab' ? entry.severity : null) ?? occurrence.severity ?? entry?.severity ?? 'warn',
          affectsResults:
            (entry?.origin === 'lab' ? entry.affectsResults : null) ??
            occurrence.affectsResults ??
            entry?.affectsResults ??
            'unknown',
          origin: occurrence.origin,
          at,
          messageId,
          frames: occurrence.frames.slice(0, 500),
          definition: occurrence.definition,
          specimen: occurrence.specimen,
          readings: [...occurrence.readings],
        },
      },
      author,
    );
    return errorId;
  }

  /** The instrument takes codes back, or a background passed: what is open under them is cleared. */
  clear(
    instrumentId: string,
    which: { code: string } | { origin: 'background' },
    how: { at: string; by: 'instrument' | 'background-passed'; messageId: string | null },
  ): void {
    const select =
      "SELECT error_id FROM errors WHERE is_open = 1 AND instrument_id = ? AND state IN ('active', 'acknowledged')";
    const { db } = this.#context.store;
    const ids =
      'code' in which
        ? db.prepare(`${select} AND +code_key = ?`).pluck().all(instrumentId, normalizeCode(which.code))
        : db.prepare(`${select} AND origin = 'background'`).pluck().all(instrumentId);
    for (const errorId of ids as string[]) {
      this.#flush(errorId);
      this.#decide(errorId, { do: 'clear', ...how, at: inUtc(how.at) }, instrumentAuthor(instrumentId));
    }
  }

  /** Acknowledging and resolving: what waits to be counted is recorded first, so that the decision stands on all of it. */
  act(errorId: string, command: Extract<ErrorCommand, { do: 'acknowledge' | 'resolve' }>, author: RecordAuthor): void {
    this.#context.store.transaction(() => {
      this.#flush(errorId);
      this.#decide(errorId, command, author);
    });
  }

  /** Records the repeats that have waited long enough, or all of them. */
  flush(isAll = false): void {
    const now = this.#context.clock.monoMs();
    for (const [errorId, waiting] of [...this.#waiting]) {
      if (isAll || now - waiting.sinceMs >= repeatRecordEveryMs) this.#flush(errorId);
    }
  }

  #repeat(open: OpenRow, { messageId, at, instrumentId }: Occurrence, author: RecordAuthor): void {
    const errorId = open.error_id;
    if (messageId !== null && this.#isWholeOfKnown(errorId, messageId)) return;
    const now = this.#context.clock.monoMs();
    const recordedMs = this.#recordedMs.get(errorId);
    const waiting = this.#waiting.get(errorId) ?? { count: 0, lastAt: at, messageIds: [], sinceMs: recordedMs ?? now };
    if (messageId !== null && waiting.messageIds.includes(messageId)) return;
    waiting.count += 1;
    if (at > waiting.lastAt) waiting.lastAt = at;
    if (messageId !== null) waiting.messageIds.push(messageId);
    this.#waiting.set(errorId, waiting);
    const isDue = recordedMs === undefined || now - recordedMs >= repeatRecordEveryMs;
    // A person's entry is always on the record at once; and what comes back after clearing changes the state.
    if (isDue || open.state === 'cleared' || author.actor !== instrumentAuthor(instrumentId).actor) {
      this.#flush(errorId, author);
    } else {
      this.#context.topics.announce('errors');
    }
  }

  #flush(errorId: string, author?: RecordAuthor): void {
    const waiting = this.#waiting.get(errorId);
    if (!waiting) return;
    const { count, lastAt, messageIds } = waiting;
    const instrumentId = this.#context.store.db
      .prepare('SELECT instrument_id FROM errors WHERE stream = ?')
      .pluck()
      .get(errorStream(errorId)) as string | undefined;
    const by = author ?? instrumentAuthor(instrumentId ?? 'unknown');
    this.#decide(errorId, { do: 'repeat', count, lastAt, messageIds }, by);
    this.#waiting.delete(errorId);
  }

  #decide(errorId: string, command: ErrorCommand, author: RecordAuthor): void {
    const { store, clock } = this.#context;
    const { records } = store.records.decide(errorDecider, errorStream(errorId), command, author);
    if (records.length > 0 && (command.do === 'raise' || command.do === 'repeat')) {
      this.#recordedMs.set(errorId, clock.monoMs());
    }
  }

  #raisedBy(messageId: string, code: string): string | undefined {
    return this.#context.store.db
      .prepare(
        `SELECT e.error_id FROM error_messages m JOIN errors e ON e.stream = m.stream
         WHERE m.message_id = ? AND m.code_key = ?`,
      )
      .pluck()
      .get(messageId, normalizeCode(code)) as string | undefined;
  }

  /** The error a new occurrence may belong to: the newest that is open, else the newest that is closed, which may have just cleared. */
  #newest(instrumentId: string, code: string): OpenRow | undefined {
    const { db } = this.#context.store;
    const select = 'SELECT error_id, state, cleared_at, resolved_at FROM errors WHERE';
    const newest = 'ORDER BY raised_at DESC LIMIT 1';
    const key = normalizeCode(code);
    // Two questions an index answers at once; one that sorts would read every error there ever was under the code.
    const open = db.prepare(`${select} is_open = 1 AND instrument_id = ? AND +code_key = ? ${newest}`);
    const closed = db.prepare(`${select} is_open = 0 AND instrument_id = ? AND code_key = ? ${newest}`);
    return (open.get(instrumentId, key) ?? closed.get(instrumentId, key)) as OpenRow | undefined;
  }

  /** True when the message is the whole of one that came cut and has been counted: the same event, told twice. */
  #isWholeOfKnown(errorId: string, messageId: string): boolean {
    const { store } = this.#context;
    const { messageIds } = store.records.fold(errorStream(errorId), errorDecider).state;
    return messageIds
      .slice(-5)
      .some((earlier) => earlier !== messageId && store.messages.get(earlier)?.completedBy === messageId);
  }

  /** @throws AppError `errors/not-found` */
  requireKnown(errorId: string): void {
    const isKnown = this.#context.store.db.prepare('SELECT 1 FROM errors WHERE stream = ?').get(errorStream(errorId));
    if (!isKnown) throw new AppError('errors/not-found', { errorId });
  }
}

/** One form for all times of a table, so that they sort; a time that cannot be read is kept as it came. */
function inUtc(at: string): string {
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? at : new Date(ms).toISOString();
}

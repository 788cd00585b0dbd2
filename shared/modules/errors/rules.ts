import type { AffectsResults, BackgroundSignal, Severity } from '../../instruments/signals.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Decider, FoldContext } from '../../records/decider.ts';
import { type BodyOf, draft, isRecordOf, type RecordDraft, type StoredRecord } from '../../records/define.ts';
import { decideSlot, type Slot } from '../../records/slot.ts';
import type { errorState } from './contract.ts';
import {
  bookEntryWritten,
  type CopiedReading,
  errorAcknowledged,
  errorCleared,
  errorRaised,
  errorRepeated,
  errorResolved,
} from './records.ts';

/** Pure rules of the errors module: what one error is after its records, and what may be asked of it. */

export type ErrorStateName = (typeof errorState)['options'][number];

export interface ErrorFold {
  readonly errorId: string;
  /** Null while only later records have arrived: shown as "raised elsewhere", never dropped. */
  readonly raised: BodyOf<typeof errorRaised> | null;
  readonly raisedCount: number;
  readonly lastRaisedAt: string;
  /** Newest messages it was raised with; at most `messageIdLimit`. */
  readonly messageIds: readonly string[];
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string;
  readonly clearedAt: string | null;
  readonly resolvedAt: string | null;
  readonly resolvedBy: string;
  readonly resolution: string;
  readonly resolvedHash: string | null;
}

/** Enough to recognise a message that is handed over a second time after a crash. */
export const messageIdLimit = 200;
/** An error that comes back within ten minutes of clearing is the same trouble: one case, counted, not a new one. */
export const returnWindowMs = 10 * 60_000;
/** An instrument that is asked once a second repeats its error once a second; one record in ten minutes holds the count. */
export const repeatRecordEveryMs = 10 * 60_000;
/** The code under which a failed background check is raised: no maker's book has it. */
export const backgroundErrorCode = 'BACKGROUND';

export function initialError(stream: string): ErrorFold {
  return {
    errorId: stream.slice(stream.indexOf('/') + 1),
    raised: null,
    raisedCount: 0,
    lastRaisedAt: '',
    messageIds: [],
    acknowledgedAt: null,
    acknowledgedBy: '',
    clearedAt: null,
    resolvedAt: null,
    resolvedBy: '',
    resolution: '',
    resolvedHash: null,
  };
}

/** The later of two ISO times; they may carry different offsets, so their texts do not compare. */
const later = (a: string, b: string) => (a === '' || Date.parse(b) > Date.parse(a) ? b : a);
const keepNewest = (ids: readonly string[], more: readonly string[]) =>
  more.length === 0 ? ids : [...new Set([...ids, ...more])].slice(-messageIdLimit);

/** Folds one record into an error. Never throws; what breaks a rule is a named conflict. */
export function evolveError(state: ErrorFold, record: StoredRecord, context: FoldContext): ErrorFold {
  if (isRecordOf(record, errorRaised)) {
    const { body } = record;
    if (state.raised) context.conflict('errors/raised-twice', { code: body.code });
    return {
      ...state,
      raised: state.raised ?? body,
      raisedCount: state.raisedCount + 1,
      lastRaisedAt: later(state.lastRaisedAt, body.at),
      messageIds: keepNewest(state.messageIds, body.messageId ? [body.messageId] : []),
    };
  }
  if (isRecordOf(record, errorRepeated)) {
    return {
      ...state,
      raisedCount: state.raisedCount + record.body.count,
      lastRaisedAt: later(state.lastRaisedAt, record.body.lastAt),
      messageIds: keepNewest(state.messageIds, record.body.messageIds),
      // It is there again: what the instrument said about its going no longer holds.
      clearedAt: null,
    };
  }
  if (isRecordOf(record, errorCleared)) return { ...state, clearedAt: record.body.at };
  if (isRecordOf(record, errorAcknowledged)) {
    if (state.acknowledgedAt !== null) return state;
    return { ...state, acknowledgedAt: record.wall, acknowledgedBy: record.actor };
  }
  if (isRecordOf(record, errorResolved)) {
    if (state.resolvedAt === null) {
      const { whatWasDone } = record.body;
      const resolved = { resolvedAt: record.wall, resolvedBy: record.actor, resolution: whatWasDone };
      return { ...state, ...resolved, resolvedHash: record.hash };
    }
    // Two benches resolved it apart: both accounts are kept and shown, the first one stands in the row.
    if (state.resolvedHash) context.conflict('errors/resolved-twice', {}, [state.resolvedHash]);
    return { ...state, resolution: `${state.resolution}\n${record.body.whatWasDone}` };
  }
  return state;
}

/** The one word for where an error stands. */
export function errorStateOf(error: Pick<ErrorFold, 'acknowledgedAt' | 'clearedAt' | 'resolvedAt'>): ErrorStateName {
  if (error.resolvedAt !== null) return 'resolved';
  if (error.clearedAt !== null) return 'cleared';
  return error.acknowledgedAt !== null ? 'acknowledged' : 'active';
}

/**
 * Whether a cleared error still needs a person: `stop`, and anything that touched results, closes only by a documented
 * outcome (house rule C.2); a passing `info` or `warn` that touched none closes by itself.
 */
export function needsOutcome(error: { severity: Severity; affectsResults: AffectsResults }): boolean {
  return error.severity === 'stop' || error.affectsResults === 'yes' || error.affectsResults === 'flagged';
}

/** Whether an error belongs on the list of open ones. */
export function isOpen(state: ErrorStateName, error: { severity: Severity; affectsResults: AffectsResults }): boolean {
  if (state === 'resolved') return false;
  return state !== 'cleared' || needsOutcome(error);
}

/** Whether a new occurrence belongs to this error (same instrument and code, by the caller) or makes a new one. */
export function isSameTrouble(error: { clearedAt: string | null; resolvedAt: string | null }, at: string): boolean {
  if (error.resolvedAt !== null) return false;
  if (error.clearedAt === null) return true;
  const goneMs = Date.parse(at) - Date.parse(error.clearedAt);
  // A clock that stepped back makes this negative; then it surely did not clear long ago.
  return !(goneMs > returnWindowMs);
}

export type ErrorCommand =
  | { readonly do: 'raise'; readonly body: BodyOf<typeof errorRaised> }
  | { readonly do: 'repeat'; readonly count: number; readonly lastAt: string; readonly messageIds: readonly string[] }
  | { readonly do: 'acknowledge'; readonly note: string }
  | {
      readonly do: 'clear';
      readonly at: string;
      readonly by: 'instrument' | 'background-passed';
      readonly messageId: string | null;
    }
  | { readonly do: 'resolve'; readonly whatWasDone: string; readonly runId: string | null };

function decideError(state: ErrorFold, command: ErrorCommand, stream: string): readonly RecordDraft[] {
  if (command.do === 'raise') return state.raised ? [] : [draft(errorRaised, stream, command.body)];
  if (!state.raised) throw new AppError('errors/not-found', { errorId: state.errorId });
  const { errorId, instrumentId, code } = state.raised;
  const about = { errorId, instrumentId, code };
  switch (command.do) {
    case 'repeat': {
      if (state.resolvedAt !== null) return [];
      const { count, lastAt } = command;
      const messageIds = command.messageIds.slice(-100);
      return [draft(errorRepeated, stream, { ...about, count, lastAt, messageIds })];
    }
    case 'clear': {
      if (state.clearedAt !== null || state.resolvedAt !== null) return [];
      const { at, by, messageId } = command;
      return [draft(errorCleared, stream, { ...about, at, by, messageId })];
    }
    case 'acknowledge':
      if (state.resolvedAt !== null) throw new AppError('errors/already-resolved', { code });
      if (state.acknowledgedAt !== null) return [];
      return [draft(errorAcknowledged, stream, { ...about, note: command.note })];
    case 'resolve':
      if (state.resolvedAt !== null) throw new AppError('errors/already-resolved', { code });
      return [draft(errorResolved, stream, { ...about, whatWasDone: command.whatWasDone, runId: command.runId })];
  }
}

/**
 * The life of one error. Raising twice and clearing twice change nothing; acknowledging or resolving what is resolved is
 * refused with `errors/already-resolved`, anything about an error nobody raised with `errors/not-found`. Nothing here
 * looks at a clock, so a clock that is years ahead can not make an error unresolvable (decision 19).
 */
export const errorDecider: Decider<ErrorFold, ErrorCommand> = {
  initial: initialError,
  evolve: evolveError,
  decide: decideError,
};

/** The rows of a background run that the error copies (decision 2): above the limit, or with a limit and not to be judged. */
export function failedReadings(rows: readonly BackgroundSignal[]): CopiedReading[] {
  return rows
    .filter((row) => row.verdict === 'fail' || (row.limit !== null && row.verdict === 'cannot-evaluate'))
    .slice(0, 50)
    .map(({ test, rawValue, unit, limit, verdict }) => ({
      test: test.slice(0, 100),
      value: rawValue.slice(0, 100),
      unit: unit.slice(0, 60),
      limit: (limit ?? '').slice(0, 60),
      verdict,
    }));
}

/** The lab's own entries of one definition's book, by code. */
export interface BookFold {
  readonly entries: Readonly<Record<string, Slot<BodyOf<typeof bookEntryWritten>>>>;
}

export const bookFold = {
  initial: (): BookFold => ({ entries: {} }),
  evolve(state: BookFold, record: StoredRecord, context: FoldContext): BookFold {
    if (!isRecordOf(record, bookEntryWritten)) return state;
    const { body } = record;
    const slot = decideSlot(own(state.entries, body.code), record, body, context, {
      code: 'errors/book-entry-conflict',
      // Neither lab's reading is safer by rule: the more careful severity holds until a person has read both.
      hold: (a, b) => (severityRank[a.severity] > severityRank[b.severity] ? a : b),
      isSame: (a, b) => a.meaning === b.meaning && a.severity === b.severity && a.affectsResults === b.affectsResults,
      show: (entry) => `${entry.severity}: ${entry.title}`,
    });
    return { entries: { ...state.entries, [body.code]: slot } };
  },
};

export const severityRank: Readonly<Record<Severity, number>> = { info: 0, warn: 1, stop: 2 };

/** A code typed by hand may be called `constructor`: only an own key is an entry. */
function own<Value>(map: Readonly<Record<string, Value>>, key: string): Value | null {
  return Object.hasOwn(map, key) ? map[key]! : null;
}

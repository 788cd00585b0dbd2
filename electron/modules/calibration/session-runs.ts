import type { Signal } from '../../../shared/instruments/signals.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { type SessionFold, termsOf } from '../../../shared/modules/calibration/rules-session.ts';
import type { Candidate } from '../../../shared/modules/calibration/sessions-contract.ts';
import {
  decimalValue,
  type ParameterTerms,
  type RunBody,
  type RunSet,
  type RunValue,
} from '../../../shared/modules/calibration/terms.ts';
import type { HostContext } from '../../host/module.ts';
import type { StoredMessage, StoredMessageRow } from '../../store/types.ts';

/** Replicates: copied from a stored message by a person's choice, or typed. The page says which, never what. */

type Measured = Extract<Signal, { kind: 'result' | 'qc-result' | 'background' }>;

const isMeasured = (signal: Signal): signal is Measured =>
  (signal.kind === 'result' || signal.kind === 'qc-result' || signal.kind === 'background') &&
  signal.checksum !== 'failed';

/** By the codes the procedure names, else by what the definition maps; never by a name that looks alike. */
const isOf = ({ tests, key }: ParameterTerms, signal: Measured): boolean =>
  tests.length > 0 ? tests.includes(signal.test) : signal.analyte === key;

const decimalOrNull = (value: string | null): string | null => {
  const read = decimalValue.safeParse(value);
  return read.success ? read.data : null;
};

interface Reading {
  readonly value: RunValue;
  readonly isFlagged: boolean;
}

/** What of a message's meaning needs no second look. */
const plain: readonly string[] = ['normal', 'not-flagged', 'stable'];

/** Values of the procedure's parameters in a message. No specimen, no patient, nothing else of it. */
function readingsOf(message: StoredMessage, parameters: readonly ParameterTerms[]): Reading[] {
  const signals = message.signals.filter(isMeasured);
  return parameters.flatMap((parameter) => {
    const signal = signals.find((one) => isOf(parameter, one));
    if (!signal) return [];
    const value: RunValue = {
      parameter: parameter.key,
      test: signal.test.slice(0, 200),
      rawValue: signal.rawValue.slice(0, 200),
      unit: signal.unit.slice(0, 60),
      flags: signal.flags.slice(0, 40).map((flag) => flag.slice(0, 40)),
      value: decimalOrNull(signal.value),
    };
    return [{ value, isFlagged: !plain.includes(signal.meaning) }];
  });
}

/** A message that can be taken: whole, not in doubt, and not dismissed. */
const isWhole = ({ state, checksum }: StoredMessageRow): boolean => state === 'complete' && checksum !== 'failed';

/**
 * The replicate a message holds.
 *
 * @throws AppError `calibration/message-not-found`, `calibration/nothing-to-take`
 */
export function runFromMessage(
  context: HostContext,
  state: SessionFold,
  asked: { runId: string; messageId: string; set: RunSet; materialKey: string | null; note: string },
): RunBody {
  const message = context.store.messages.get(asked.messageId);
  if (!message || message.instrumentId !== state.opened?.body.instrumentId || !isWhole(message)) {
    throw new AppError('calibration/message-not-found', {});
  }
  const values = readingsOf(message, termsOf(state)?.parameters ?? []).map(({ value }) => value);
  if (values.length === 0) throw new AppError('calibration/nothing-to-take', {});
  return {
    ...asked,
    origin: 'wire',
    at: message.receivedAt,
    definition: message.definition,
    checksum: message.checksum,
    values,
  };
}

/**
 * A replicate read off the analyzer's screen.
 *
 * @throws AppError `calibration/no-such-parameter`
 */
export function runFromHand(
  state: SessionFold,
  asked: {
    runId: string;
    set: RunSet;
    materialKey: string | null;
    note: string;
    at: string;
    values: readonly { parameter: string; value: string; unit: string }[];
  },
): RunBody {
  const parameters = termsOf(state)?.parameters ?? [];
  const values = asked.values.map(({ parameter, value, unit }): RunValue => {
    if (!parameters.some(({ key }) => key === parameter)) {
      throw new AppError('calibration/no-such-parameter', { parameter });
    }
    return { parameter, test: '', rawValue: value, unit, flags: [], value: decimalOrNull(value) };
  });
  const { runId, set, materialKey, note, at } = asked;
  return {
    ...{ runId, set, materialKey, note, at, values },
    origin: 'typed',
    messageId: null,
    definition: null,
    checksum: '',
  };
}

/** Messages looked through for candidates: a session lasts hours, and a busy line sends thousands of them. */
const lookBack = 2000;
const pageSize = 200;

const sinceKey = (sessionId: string): string => `calibration/since/${sessionId}`;

/**
 * Remembers, on this machine, the newest message there was when the session opened: a clock that is set back meanwhile
 * hides no replicate. On another bench, or after a restore, the time of opening decides.
 */
export function markOpening({ store }: HostContext, sessionId: string, instrumentId: string): void {
  const [newest] = store.messages.page({ instrumentId }, { limit: 1 });
  store.settings.set(sinceKey(sessionId), newest?.cursor ?? 0);
}

/** What is kept of a decoded message between two pushes of a live stream. */
export type CandidateCache = Map<string, Omit<Candidate, 'taken'> | null>;

/**
 * Messages of the instrument since the session opened in which there is something to take, newest first. `cache` keeps what
 * was decoded before: a message never changes, only what was taken of it.
 */
export function candidatesOf(
  context: HostContext,
  state: SessionFold,
  limit: number,
  cache: CandidateCache = new Map(),
): Candidate[] {
  const { opened } = state;
  if (!opened) return [];
  const { messages } = context.store;
  const sinceMs = Date.parse(opened.mark.at);
  const since = context.store.settings.get(sinceKey(state.sessionId));
  const isBefore = ({ cursor, receivedAt }: StoredMessageRow): boolean =>
    typeof since === 'number' ? cursor <= since : Date.parse(receivedAt) < sinceMs;
  const found: Candidate[] = [];
  let before: number | undefined;
  for (let looked = 0; looked < lookBack && found.length < limit; ) {
    const at = before === undefined ? { limit: pageSize } : { before, limit: pageSize };
    const rows = messages.page({ instrumentId: opened.body.instrumentId }, at);
    for (const row of rows) {
      if (isBefore(row) || found.length >= limit) return found;
      const candidate = candidateOf(context, state, row, cache);
      if (candidate) found.push(candidate);
    }
    looked += rows.length;
    before = rows.at(-1)?.cursor;
    if (rows.length < pageSize) break;
  }
  return found;
}

function candidateOf(
  context: HostContext,
  state: SessionFold,
  row: StoredMessageRow,
  cache: CandidateCache,
): Candidate | null {
  if (!isWhole(row)) return null;
  const { messageId } = row;
  let kept = cache.get(messageId);
  if (kept === undefined) {
    const message = context.store.messages.get(messageId);
    const readings = message ? readingsOf(message, termsOf(state)?.parameters ?? []) : [];
    kept =
      readings.length === 0
        ? null
        : {
            messageId,
            receivedAt: row.receivedAt,
            purpose: row.kind,
            specimen: row.specimen?.shows ?? '',
            values: readings.map(({ value }) => value),
            flaggedCount: readings.filter(({ isFlagged }) => isFlagged).length,
          };
    cache.set(messageId, kept);
  }
  if (kept === null) return null;
  const taken = state.runs.flatMap(({ run: { messageId: from, runId, set, materialKey } }) =>
    from === messageId ? [{ runId, set, materialKey }] : [],
  );
  return { ...kept, taken };
}

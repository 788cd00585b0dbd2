import type { CivilDate } from '../../kernel/civil-date.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Decider, FoldContext } from '../../records/decider.ts';
import { type BodyOf, draft, isRecordOf, type RecordDraft, type StoredRecord } from '../../records/define.ts';
import { answersOf, decideSlot, type Slot, type SlotRule } from '../../records/slot.ts';
import { standardChanged, standardChecked, standardRegistered, standardStatusChanged } from './standards-records.ts';
import type { CheckPhase, CheckVerdict, CheckWhy, StandardStatus, StandardTerms } from './standards-terms.ts';

/** Pure rules of one reference standard: what it is after its records, and which checks stand. */

/** A check as the register needs it; what was measured stays in the record. */
export interface CheckFact {
  readonly checkId: string;
  readonly hash: string;
  readonly phase: CheckPhase;
  readonly kind: 'points' | 'gravimetric';
  readonly performedOn: CivilDate;
  readonly verdict: CheckVerdict;
  readonly why: readonly CheckWhy[];
}

export interface StandardFold {
  readonly standardId: string;
  /** Null while only later records have arrived. */
  readonly registered: BodyOf<typeof standardRegistered> | null;
  readonly terms: Slot<StandardTerms> | null;
  readonly status: Slot<StandardStatus> | null;
  /** In the order of the day they were done; those of one day in the order of the log. */
  readonly checks: readonly CheckFact[];
}

const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const termsRule: SlotRule<StandardTerms> = {
  code: 'calibration/standard-changed-apart',
  // Made apart, the shorter interval holds: it asks for more.
  hold: (a, b) => ((b.checkMonths ?? 0) <= (a.checkMonths ?? 0) ? b : a),
  isSame: sameJson,
  show: ({ name }) => name,
};

const statusRank: Readonly<Record<StandardStatus, number>> = { 'in-use': 0, retired: 1, 'out-of-use': 2 };
const statusRule: SlotRule<StandardStatus> = {
  code: 'calibration/standard-status-apart',
  // What somebody took out of use is not used because somebody else did not know.
  hold: (a, b) => (statusRank[b] > statusRank[a] ? b : a),
  show: (value) => value,
};

/** Folds one record into a standard. Never throws. */
export function evolveStandard(state: StandardFold, record: StoredRecord, context: FoldContext): StandardFold {
  if (isRecordOf(record, standardRegistered)) {
    return state.registered ? state : { ...state, registered: record.body };
  }
  if (isRecordOf(record, standardChanged)) {
    return { ...state, terms: decideSlot(state.terms, record, record.body.terms, context, termsRule) };
  }
  if (isRecordOf(record, standardStatusChanged)) {
    return { ...state, status: decideSlot(state.status, record, record.body.status, context, statusRule) };
  }
  if (isRecordOf(record, standardChecked)) {
    const { checkId, phase, performedOn, verdict, why, measurement } = record.body;
    const check: CheckFact = { checkId, hash: record.hash, phase, kind: measurement.kind, performedOn, verdict, why };
    const at = state.checks.findLastIndex((one) => one.performedOn <= performedOn) + 1;
    return { ...state, checks: state.checks.toSpliced(at, 0, check) };
  }
  return state;
}

export interface CurrentStandard {
  readonly terms: StandardTerms;
  readonly status: StandardStatus;
}

/** What a standard is now; null while its registration has not arrived. */
export function currentStandard({ registered, terms, status }: StandardFold): CurrentStandard | null {
  return registered && { terms: terms?.value ?? registered.terms, status: status?.value ?? 'in-use' };
}

/** Where the check counts from: the newest pass before `before` (a hash), or of all. Null: there never was one. */
export function lastGood(checks: readonly CheckFact[], before?: string): CheckFact | null {
  const end = before === undefined ? -1 : checks.findIndex(({ hash }) => hash === before);
  return (end === -1 ? checks : checks.slice(0, end)).findLast(({ verdict }) => verdict === 'pass') ?? null;
}

/** An as-found check that failed asks what it was used for since the last good one (mission rule C.6). */
export const asksForReview = ({ phase, verdict }: Pick<CheckFact, 'phase' | 'verdict'>): boolean =>
  phase === 'as-found' && verdict === 'fail';

export type StandardCommand =
  | { readonly do: 'register'; readonly terms: StandardTerms; readonly on: CivilDate }
  | { readonly do: 'change'; readonly terms: StandardTerms; readonly reason: string }
  | { readonly do: 'set-status'; readonly status: StandardStatus; readonly reason: string }
  | { readonly do: 'check'; readonly body: BodyOf<typeof standardChecked> };

function decideStandard(state: StandardFold, command: StandardCommand, stream: string): readonly RecordDraft[] {
  const { standardId } = state;
  if (command.do === 'register') {
    if (state.registered) return [];
    requireSound(command.terms);
    return [draft(standardRegistered, stream, { standardId, terms: command.terms, registeredOn: command.on })];
  }
  const now = currentStandard(state);
  if (!now) throw new AppError('calibration/standard-not-found', { standardId });
  switch (command.do) {
    case 'change': {
      const { terms, reason } = command;
      requireSound(terms);
      if (terms.kind !== now.terms.kind) throw new AppError('calibration/standard-kind-fixed', {});
      if (sameJson(terms, now.terms) && (state.terms?.sides.length ?? 0) < 2) return [];
      return [draft(standardChanged, stream, { standardId, terms, reason, answers: answersOf(state.terms) })];
    }
    case 'set-status': {
      const { status, reason } = command;
      if (status === now.status && (state.status?.sides.length ?? 0) < 2) return [];
      return [draft(standardStatusChanged, stream, { standardId, status, reason, answers: answersOf(state.status) })];
    }
    case 'check': {
      if (now.status === 'retired') throw new AppError('calibration/standard-retired', { name: now.terms.name });
      return [draft(standardChecked, stream, command.body)];
    }
  }
}

/** A pipette has volumes, everything else has points: one of them, or nothing could ever be checked. */
function requireSound({ kind, pipette, name }: StandardTerms): void {
  if ((kind === 'pipette') !== (pipette !== null)) throw new AppError('calibration/pipette-needed', { name });
  if (pipette && pipette.lowestUl > pipette.nominalUl) throw new AppError('calibration/pipette-range', { name });
}

/**
 * Refuses with `calibration/standard-not-found`, `standard-retired` (a check), `standard-kind-fixed`, `pipette-needed`,
 * `pipette-range`.
 */
export const standardDecider: Decider<StandardFold, StandardCommand> = {
  initial: (stream) => ({
    standardId: stream.slice(stream.indexOf('/') + 1),
    registered: null,
    terms: null,
    status: null,
    checks: [],
  }),
  evolve: evolveStandard,
  decide: decideStandard,
};

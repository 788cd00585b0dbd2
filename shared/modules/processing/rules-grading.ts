import { AppError } from '../../kernel/errors.ts';
import type { Decider, FoldContext } from '../../records/decider.ts';
import { type BodyOf, draft, isRecordOf, type RecordDraft, type StoredRecord } from '../../records/define.ts';
import { answersOf, decideSlot, type Slot, type SlotRule } from '../../records/slot.ts';
import { graded, gradingConfirmed } from './records.ts';
import type { GradedCriterion, GradingDecision, GradingVerdict, GradingWhy, SecondLook } from './terms.ts';

/** Pure rules of a grading: what it comes to, and who may say so. */

export interface GradingResult {
  readonly verdict: GradingVerdict;
  readonly why: readonly GradingWhy[];
}

/** What one criterion says by itself; `pass` carries no reason. */
function judgeOne({ kind, grade, value, low, high }: GradedCriterion): GradingWhy | 'pass' {
  if (kind === 'grade') {
    if (grade === null || grade === 'not-seen') return 'not-graded';
    return grade === 'poor' ? 'graded-poor' : 'pass';
  }
  if (value === null) return 'not-graded';
  const measured = Number(value);
  if ((low !== null && measured < Number(low)) || (high !== null && measured > Number(high))) return 'outside-limit';
  return low === null && high === null ? 'limit-missing' : 'pass';
}

/** FAIL when anything is poor or outside its limit, CANNOT EVALUATE when anything is missing, else PASS. */
export function judgeGrading(criteria: readonly GradedCriterion[]): GradingResult {
  if (criteria.length === 0) return { verdict: 'cannot-evaluate', why: ['no-criteria'] };
  const why = [...new Set(criteria.map(judgeOne).filter((one) => one !== 'pass'))];
  if (why.includes('graded-poor') || why.includes('outside-limit')) return { verdict: 'fail', why };
  return { verdict: why.length > 0 ? 'cannot-evaluate' : 'pass', why };
}

/** What a person may decide on a verdict: nothing but a PASS is accepted. */
export const decisionsFor: Readonly<Record<GradingVerdict, readonly GradingDecision[]>> = {
  pass: ['accepted', 'rejected'],
  fail: ['rejected'],
  'cannot-evaluate': ['held', 'rejected'],
};

type Confirmation = BodyOf<typeof gradingConfirmed>['outcome'];

export interface GradingFold {
  readonly gradingId: string;
  readonly graded: BodyOf<typeof graded> | null;
  readonly gradedHash: string;
  /** Actor of the grading. */
  readonly gradedBy: string;
  readonly second: Slot<Confirmation> | null;
}

/** What the second person said; `waiting` while one is asked for and has not. */
export function secondLookOf({ graded: body, second }: Pick<GradingFold, 'graded' | 'second'>): SecondLook {
  if (second) return second.value;
  return body?.needsSecondPerson ? 'waiting' : 'not-asked';
}

const secondRule: SlotRule<Confirmation> = {
  code: 'processing/second-look-apart',
  hold: (a, b) => (a === 'disagreed' ? a : b),
  show: (value) => value,
};

export type GradingCommand =
  | { readonly do: 'grade'; readonly body: BodyOf<typeof graded> }
  | {
      readonly do: 'confirm';
      /** Actor of the second person. */
      readonly by: string;
      readonly outcome: Confirmation;
      readonly note: string;
    };

/**
 * Refuses with `processing/decision-not-open`, `corrective-action-needed`, `grading-not-found`, `second-person-is-first`,
 * `disagreement-needs-note`.
 */
export const gradingDecider: Decider<GradingFold, GradingCommand> = {
  initial: (stream) => ({
    gradingId: stream.slice(stream.indexOf('/') + 1),
    graded: null,
    gradedHash: '',
    gradedBy: '',
    second: null,
  }),
  evolve(state: GradingFold, record: StoredRecord, context: FoldContext): GradingFold {
    if (isRecordOf(record, graded)) {
      if (state.graded) return state;
      return { ...state, graded: record.body, gradedHash: record.hash, gradedBy: record.actor };
    }
    if (isRecordOf(record, gradingConfirmed)) {
      return { ...state, second: decideSlot(state.second, record, record.body.outcome, context, secondRule) };
    }
    return state;
  },
  decide(state, command, stream): readonly RecordDraft[] {
    if (command.do === 'grade') {
      const { verdict, decision, correctiveAction } = command.body;
      if (!decisionsFor[verdict].includes(decision)) throw new AppError('processing/decision-not-open', { verdict });
      if (decision === 'rejected' && correctiveAction.trim() === '') {
        throw new AppError('processing/corrective-action-needed', {});
      }
      return state.graded ? [] : [draft(graded, stream, command.body)];
    }
    const { gradingId, gradedBy, second } = state;
    if (!state.graded) throw new AppError('processing/grading-not-found', { gradingId });
    const { by, outcome, note } = command;
    if (by === gradedBy) throw new AppError('processing/second-person-is-first', {});
    if (outcome === 'disagreed' && note.trim() === '') throw new AppError('processing/disagreement-needs-note', {});
    if (second && second.sides.length < 2 && second.value === outcome) return [];
    const { instrumentId } = state.graded;
    return [draft(gradingConfirmed, stream, { gradingId, instrumentId, outcome, note, answers: answersOf(second) })];
  },
};

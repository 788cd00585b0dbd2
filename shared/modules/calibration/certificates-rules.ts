import { AppError } from '../../kernel/errors.ts';
import type { Decider, FoldContext } from '../../records/decider.ts';
import { type BodyOf, draft, isRecordOf, type RecordDraft, type StoredRecord } from '../../records/define.ts';
import { answersOf, decideSlot, type Slot, type SlotRule } from '../../records/slot.ts';
import {
  certificateAdded,
  certificateChanged,
  certificateDemandSet,
  certificateWithdrawn,
  impactReviewAnswered,
  impactReviewOpened,
} from './standards-records.ts';
import type { CertificateTerms, ImpactItem, ImpactOutcome } from './standards-terms.ts';

/** Pure rules of certificates, of what needs one, and of impact reviews. */

const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export interface CertificateFold {
  readonly certificateId: string;
  readonly added: BodyOf<typeof certificateAdded> | null;
  readonly addedHash: string;
  readonly addedAt: string;
  readonly addedBy: string;
  readonly terms: Slot<CertificateTerms> | null;
  /** Withdrawn by any bench: withdrawn. */
  readonly isWithdrawn: boolean;
}

const termsRule: SlotRule<CertificateTerms> = {
  code: 'calibration/certificate-changed-apart',
  // Made apart, the earlier end holds; one that states none is the weakest.
  hold: (a, b) => ((b.validTo ?? '') <= (a.validTo ?? '') ? b : a),
  isSame: sameJson,
  show: ({ number }) => number,
};

/** Folds one record into a certificate. Never throws. */
export function evolveCertificate(state: CertificateFold, record: StoredRecord, context: FoldContext): CertificateFold {
  if (isRecordOf(record, certificateAdded)) {
    if (state.added) return state;
    const { body, hash, wall, actor } = record;
    return { ...state, added: body, addedHash: hash, addedAt: wall, addedBy: actor };
  }
  if (isRecordOf(record, certificateChanged)) {
    return { ...state, terms: decideSlot(state.terms, record, record.body.terms, context, termsRule) };
  }
  if (isRecordOf(record, certificateWithdrawn)) return { ...state, isWithdrawn: true };
  return state;
}

/** What a certificate says now; null while its first record has not arrived. */
export function currentCertificate({ added, terms }: CertificateFold): CertificateTerms | null {
  return added && (terms?.value ?? added.terms);
}

export type CertificateCommand =
  | {
      readonly do: 'add';
      readonly subject: BodyOf<typeof certificateAdded>['subject'];
      readonly terms: CertificateTerms;
    }
  | { readonly do: 'change'; readonly terms: CertificateTerms; readonly reason: string }
  | { readonly do: 'withdraw'; readonly reason: string };

function decideCertificate(state: CertificateFold, command: CertificateCommand, stream: string): RecordDraft[] {
  const { certificateId } = state;
  if (command.do !== 'withdraw') requireSpan(command.terms);
  if (command.do === 'add') {
    const { subject, terms } = command;
    return state.added ? [] : [draft(certificateAdded, stream, { certificateId, subject, terms })];
  }
  const now = currentCertificate(state);
  if (!(now && state.added)) throw new AppError('calibration/certificate-not-found', { certificateId });
  if (state.isWithdrawn) throw new AppError('calibration/certificate-withdrawn', { number: now.number });
  const about = { certificateId, subject: state.added.subject, reason: command.reason };
  const answers = answersOf(state.terms);
  if (command.do === 'withdraw') return [draft(certificateWithdrawn, stream, { ...about, answers })];
  if (sameJson(command.terms, now) && answers.length < 2) return [];
  return [draft(certificateChanged, stream, { ...about, terms: command.terms, answers })];
}

function requireSpan({ issuedOn, validTo, number }: CertificateTerms): void {
  if (validTo !== null && validTo < issuedOn) throw new AppError('calibration/certificate-ends-first', { number });
}

/** Refuses with `calibration/certificate-not-found`, `certificate-withdrawn`, `certificate-ends-first`. */
export const certificateDecider: Decider<CertificateFold, CertificateCommand> = {
  initial: (stream) => ({
    certificateId: stream.slice(stream.indexOf('/') + 1),
    added: null,
    addedHash: '',
    addedAt: '',
    addedBy: '',
    terms: null,
    isWithdrawn: false,
  }),
  evolve: evolveCertificate,
  decide: decideCertificate,
};

/** What an instrument needs. */
export type Demand = Pick<BodyOf<typeof certificateDemandSet>, 'isNeeded' | 'certificateMonths' | 'warnDays'>;

export interface DemandFold {
  readonly instrumentId: string;
  readonly demand: Slot<Demand> | null;
}

const demandRule: SlotRule<Demand> = {
  code: 'calibration/demand-set-apart',
  hold: (a, b) => (a.isNeeded && !b.isNeeded ? a : b),
  isSame: sameJson,
  show: ({ isNeeded }) => String(isNeeded),
};

export type DemandCommand = { readonly demand: Demand; readonly reason: string };

export const demandDecider: Decider<DemandFold, DemandCommand> = {
  initial: (stream) => ({ instrumentId: stream.slice(stream.indexOf('/') + 1), demand: null }),
  evolve(state, record, context) {
    if (!isRecordOf(record, certificateDemandSet)) return state;
    const { isNeeded, certificateMonths, warnDays } = record.body;
    const value = { isNeeded, certificateMonths, warnDays };
    return { ...state, demand: decideSlot(state.demand, record, value, context, demandRule) };
  },
  decide({ instrumentId, demand }, command, stream) {
    if (demand && sameJson(demand.value, command.demand) && demand.sides.length < 2) return [];
    const { reason } = command;
    return [
      draft(certificateDemandSet, stream, { instrumentId, ...command.demand, reason, answers: answersOf(demand) }),
    ];
  },
};

export interface ImpactAnswer {
  readonly outcome: ImpactOutcome;
  readonly statement: string;
  readonly items: readonly ImpactItem[];
  readonly itemCount: number;
  readonly at: string;
  readonly by: string;
  readonly hash: string;
}

export interface ImpactFold {
  readonly reviewId: string;
  readonly opened: BodyOf<typeof impactReviewOpened> | null;
  readonly openedBy: string;
  readonly answer: Slot<ImpactAnswer> | null;
}

const impactRule: SlotRule<ImpactAnswer> = {
  code: 'calibration/impact-answered-apart',
  // Whoever saw an effect is heard.
  hold: (a, b) => (b.outcome === 'no-effect' ? a : b),
  isSame: (a, b) => a.outcome === b.outcome,
  show: ({ outcome }) => outcome,
};

/** Folds one record into an impact review. Never throws. */
export function evolveImpact(state: ImpactFold, record: StoredRecord, context: FoldContext): ImpactFold {
  if (isRecordOf(record, impactReviewOpened)) {
    return state.opened ? state : { ...state, opened: record.body, openedBy: record.actor };
  }
  if (isRecordOf(record, impactReviewAnswered)) {
    const { outcome, statement, items, itemCount } = record.body;
    const value = { outcome, statement, items, itemCount, at: record.wall, by: record.actor, hash: record.hash };
    return { ...state, answer: decideSlot(state.answer, record, value, context, impactRule) };
  }
  return state;
}

export type ImpactCommand =
  | { readonly do: 'open'; readonly body: BodyOf<typeof impactReviewOpened> }
  | {
      readonly do: 'answer';
      readonly outcome: ImpactOutcome;
      readonly statement: string;
      readonly items: readonly ImpactItem[];
      readonly itemCount: number;
    };

/** Refuses with `calibration/review-not-found`, `calibration/review-answered`. */
export const impactDecider: Decider<ImpactFold, ImpactCommand> = {
  initial: (stream) => ({
    reviewId: stream.slice(stream.indexOf('/') + 1),
    opened: null,
    openedBy: '',
    answer: null,
  }),
  evolve: evolveImpact,
  decide({ reviewId, opened, answer }, command, stream) {
    if (command.do === 'open') return opened ? [] : [draft(impactReviewOpened, stream, command.body)];
    if (!opened) throw new AppError('calibration/review-not-found', { reviewId });
    if (answer?.sides.length === 1) throw new AppError('calibration/review-answered', { name: opened.name });
    const { outcome, statement, items, itemCount } = command;
    const body = { reviewId, subject: opened.subject, outcome, statement, items: [...items], itemCount };
    return [draft(impactReviewAnswered, stream, { ...body, answers: answersOf(answer) })];
  },
};

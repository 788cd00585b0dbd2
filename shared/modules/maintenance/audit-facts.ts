import type { CivilDate } from '../../kernel/civil-date.ts';
import type { DueState } from './agenda-contract.ts';
import type { AuditFinding } from './audit-contract.ts';
import type { PlanTerms, Verdict } from './terms.ts';

/** What the self-audit looks at, read out of the lab's own records. Dates are civil dates at the instrument's place. */

export type Evidence = AuditFinding['evidence'][number];

export interface AuditInstrument {
  readonly instrumentId: string;
  readonly name: string;
  readonly isInService: boolean;
  readonly registeredOn: CivilDate;
  /** Its line carries a background, or a plan of function checks stands for it: patients are not run before one. */
  readonly expectsCheck: boolean;
}

export interface AuditPlan {
  readonly planId: string;
  readonly instrumentId: string;
  readonly terms: PlanTerms;
  /** Since when its dates hold. */
  readonly since: CivilDate;
  readonly hash: string;
  readonly at: string;
  readonly standing: {
    readonly state: DueState;
    readonly dueOn: CivilDate | null;
    readonly windowClosesOn: CivilDate | null;
    readonly missedCount: number;
  };
}

export interface AuditPerformance {
  readonly planId: string;
  readonly evidence: Evidence;
  readonly performedOn: CivilDate;
  /** Work that was done as it must be: not voided, and passed where only a pass counts. */
  readonly isDone: boolean;
  /** Done past the window of its occurrence. */
  readonly isLate: boolean;
  readonly verdict: Verdict;
  readonly needsReview: boolean;
  readonly isReviewed: boolean;
}

export interface AuditMissed {
  readonly planId: string;
  readonly evidence: Evidence;
  readonly count: number;
  readonly firstOn: CivilDate;
  readonly lastOn: CivilDate;
}

export interface AuditSpan {
  readonly instrumentId: string;
  readonly fromOn: CivilDate;
  readonly toOn: CivilDate | null;
}

/** One day on which an instrument sent patient results. */
export interface AuditUseDay {
  readonly instrumentId: string;
  readonly on: CivilDate;
  readonly firstAt: string;
}

/** A background or function check; `at` null where only the day is known. */
export interface AuditCheck {
  readonly instrumentId: string;
  readonly on: CivilDate;
  readonly at: string | null;
  readonly verdict: Verdict;
  readonly evidence: Evidence;
}

/** Patient results that came while a return-to-service list was open and no override held. */
export interface AuditUnreturnedUse {
  readonly instrumentId: string;
  readonly rtsId: string;
  readonly events: string;
  readonly count: number;
  readonly firstAt: string;
  readonly evidence: Evidence;
}

/** A reviewed list that rests on a record somebody corrected or voided after the review. */
export interface AuditCorrectedProof {
  readonly instrumentId: string;
  readonly rtsId: string;
  readonly events: string;
  readonly item: string;
  readonly evidence: readonly Evidence[];
}

/** Something a person did about a failure: work order, list, outcome of an error. */
export interface AuditRemedy {
  readonly instrumentId: string;
  readonly on: CivilDate;
}

export interface AuditWork {
  readonly workOrderId: string;
  readonly instrumentId: string;
  readonly title: string;
  readonly owner: 'lab' | 'vendor';
  readonly dueOn: CivilDate;
  readonly evidence: Evidence;
}

export interface AuditFacts {
  readonly today: CivilDate;
  readonly instruments: readonly AuditInstrument[];
  /** Plans that are not retired, of instruments that are not retired. */
  readonly plans: readonly AuditPlan[];
  /** In the order of `performedOn`. */
  readonly performances: readonly AuditPerformance[];
  readonly missed: readonly AuditMissed[];
  readonly notInUse: readonly AuditSpan[];
  /** Days nobody works at the instrument's place. */
  readonly isClosed: (instrumentId: string, on: CivilDate) => boolean;
  readonly useDays: readonly AuditUseDay[];
  readonly checks: readonly AuditCheck[];
  readonly unreturnedUse: readonly AuditUnreturnedUse[];
  readonly correctedProofs: readonly AuditCorrectedProof[];
  readonly remedies: readonly AuditRemedy[];
  /** Open work orders past their date. */
  readonly overdueWork: readonly AuditWork[];
}

/** Items by a key, each group in the order of the list. */
export function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const grouped = new Map<string, Item[]>();
  for (const item of items) {
    const group = grouped.get(keyOf(item));
    if (group) group.push(item);
    else grouped.set(keyOf(item), [item]);
  }
  return grouped;
}

const groups = new WeakMap<readonly AuditPerformance[], ReadonlyMap<string, readonly AuditPerformance[]>>();

/** Performances of one plan, in their order; grouped once for all rules, as ten years of a lab are many. */
export function performancesOf({ performances }: AuditFacts, planId: string): readonly AuditPerformance[] {
  let group = groups.get(performances);
  if (!group) {
    group = groupBy(performances, (one) => one.planId);
    groups.set(performances, group);
  }
  return group.get(planId) ?? [];
}

/** How far back an audit looks: records are kept two years at least (42 CFR 493.1105(a)(3)). */
export const lookBackMonths = 24;

/** What one rule found; null: there was nothing for it to look at. */
export type RuleResult = readonly Found[] | null;

export interface Found extends Omit<AuditFinding, 'id' | 'rule' | 'instrumentName' | 'evidence' | 'evidenceCount'> {
  readonly evidence: readonly Evidence[];
}

import * as z from 'zod';
import { decimalText, definitionKey, sourced } from './definition-facts.ts';
import { compareDecimals } from './mapping/decimal.ts';

/**
 * Guided steps (a decision tree) as data. A guide is a graph without circles: steps ask, answers choose the next step,
 * outcomes end it. Everything a guide says is advice with a source; a limit nobody published is asked for, not invented.
 */

/** The source that is no document: what Benchside itself holds to be good bench work. Pages call it house practice. */
export const housePracticeKey = 'BENCH';

const stepId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,47}$/);

/** When a branch is taken. `otherwise` is last and always there, so that no answer is without a way on. */
export const branch = z.discriminatedUnion('when', [
  z.strictObject({ when: z.literal('equals'), value: z.string().max(200), goTo: stepId }),
  z.strictObject({ when: z.literal('below'), value: decimalText, goTo: stepId }),
  z.strictObject({ when: z.literal('above'), value: decimalText, goTo: stepId }),
  /** The answer lies outside its limits: the step's own, or those the lab gave with it. */
  z.strictObject({ when: z.literal('outside-limits'), goTo: stepId }),
  /** Nobody gave a limit: missing data never takes the way of a good reading. */
  z.strictObject({ when: z.literal('cannot-evaluate'), goTo: stepId }),
  z.strictObject({ when: z.literal('otherwise'), goTo: stepId }),
]);
export type Branch = z.infer<typeof branch>;

export const step = z.strictObject({
  id: stepId,
  kind: z.enum(['confirm', 'number', 'text', 'choice', 'photo']),
  ask: z.string().min(1).max(600),
  /** Said before the step, which is closed until a person has acknowledged it; empty where none. */
  safety: z.string().max(600).default(''),
  unit: z.string().max(40).default(''),
  /** `lab`: nobody published the limits of this reading; whoever reads it gives the lab's own, or leaves them blank. */
  limitFrom: z.enum(['guide', 'lab']).default('guide'),
  low: decimalText.nullable().default(null),
  high: decimalText.nullable().default(null),
  choices: z
    .array(z.strictObject({ value: z.string().min(1).max(60), label: z.string().min(1).max(200) }))
    .max(12)
    .default([]),
  next: z.array(branch).min(1).max(16),
  ...sourced,
});
export type Step = z.infer<typeof step>;

/**
 * How a guide ends: `resolved`, or `stop-and-call` where going on would be guessing. An error is never closed by a run that
 * ends in a call; what the called person did is written down afterwards.
 */
export const outcomeKind = z.enum(['resolved', 'stop-and-call']);

export const outcome = z.preprocess(
  withOutcomeKind,
  z.strictObject({
    id: stepId,
    kind: outcomeKind,
    text: z.string().min(1).max(600),
    advice: z.string().min(1).max(1000),
    ...sourced,
  }),
);
export type Outcome = z.infer<typeof outcome>;

/** An outcome as books and records before had it: `isServiceCall` in the place of a kind. Anything else is left as it is. */
export function withOutcomeKind(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || 'kind' in value) return value;
  const { isServiceCall, ...rest } = value as { isServiceCall?: unknown };
  return { ...rest, kind: isServiceCall === true ? 'stop-and-call' : 'resolved' };
}

export const guide = z
  .strictObject({
    key: definitionKey,
    title: z.string().min(1).max(200),
    start: stepId,
    steps: z.array(step).min(1).max(100),
    outcomes: z.array(outcome).min(1).max(50),
  })
  .superRefine((value, context) => {
    for (const fault of findGuideFaults(value)) context.addIssue({ code: 'custom', message: fault });
  });
export type Guide = z.infer<typeof guide>;

/** What a guide of this shape can be wrong in; the schema refuses any. Empty for a sound guide. */
export function findGuideFaults(value: {
  start: string;
  steps: readonly Step[];
  outcomes: readonly Outcome[];
}): string[] {
  const faults: string[] = [];
  const steps = new Map(value.steps.map((entry) => [entry.id, entry]));
  const ends = new Set(value.outcomes.map((entry) => entry.id));
  if (steps.size + ends.size !== value.steps.length + value.outcomes.length) faults.push('guide-id-used-twice');
  if (!steps.has(value.start)) faults.push(`guide-start-missing ${value.start}`);
  for (const entry of value.steps) {
    if (entry.next.at(-1)?.when !== 'otherwise') faults.push(`guide-step-may-have-no-way-on ${entry.id}`);
    if (entry.next.slice(0, -1).some((way) => way.when === 'otherwise')) faults.push(`guide-branch-dead ${entry.id}`);
    if (entry.kind === 'choice' && entry.choices.length < 2) faults.push(`guide-choice-without-choices ${entry.id}`);
    faults.push(...findLimitFaults(entry));
    for (const way of entry.next) {
      if (!steps.has(way.goTo) && !ends.has(way.goTo)) faults.push(`guide-way-leads-nowhere ${entry.id} ${way.goTo}`);
      if (way.when === 'equals' && entry.kind === 'choice' && !entry.choices.some((one) => one.value === way.value)) {
        faults.push(`guide-branch-on-unknown-choice ${entry.id} ${way.value}`);
      }
    }
  }
  if (faults.length === 0) {
    const seen = new Set<string>();
    if (longestWay(steps, value.start, seen, new Set()) === null) faults.push('guide-goes-in-a-circle');
    for (const id of [...steps.keys(), ...ends]) if (!seen.has(id)) faults.push(`guide-never-reached ${id}`);
  }
  return faults;
}

/** What is wrong with a step's limits: none to judge by, two kinds of them, or a blank one that would pass as good. */
function findLimitFaults({ id, kind, low, high, limitFrom, next }: Step): string[] {
  const asks = (when: Branch['when']) => next.some((way) => way.when === when);
  const faults: string[] = [];
  if (limitFrom === 'guide') {
    if (asks('outside-limits') && low === null && high === null) faults.push(`guide-limits-missing ${id}`);
    return faults;
  }
  if (kind !== 'number' || low !== null || high !== null) faults.push(`guide-limits-not-the-labs ${id}`);
  const wayOf = (when: Branch['when']) => next.find((way) => way.when === when)?.goTo;
  const isBlankGood = wayOf('cannot-evaluate') === wayOf('otherwise');
  if (asks('outside-limits') && (!asks('cannot-evaluate') || isBlankGood))
    faults.push(`guide-blank-limit-passes ${id}`);
  return faults;
}

/** Steps on the longest way from `id` to an outcome, or null for a circle. Marks everything it reaches in `seen`. */
function longestWay(
  steps: ReadonlyMap<string, Step>,
  id: string,
  seen: Set<string>,
  open: Set<string>,
  known: Map<string, number> = new Map(),
): number | null {
  seen.add(id);
  const entry = steps.get(id);
  if (entry === undefined) return 0;
  const done = known.get(id);
  if (done !== undefined) return done;
  if (open.has(id)) return null;
  open.add(id);
  let longest = 0;
  for (const way of entry.next) {
    const rest = longestWay(steps, way.goTo, seen, open, known);
    if (rest === null) return null;
    longest = Math.max(longest, rest);
  }
  open.delete(id);
  known.set(id, longest + 1);
  return longest + 1;
}

/** How many steps are left at most from `stepId` on, itself included: "3 of at most 7". Zero for an outcome. */
export function countStepsAtMost(value: Guide, stepId: string): number {
  return longestWay(new Map(value.steps.map((entry) => [entry.id, entry])), stepId, new Set(), new Set()) ?? 0;
}

/** Limits a reading is judged by, as decimal text; null is open to that side. */
export interface Limits {
  readonly low: string | null;
  readonly high: string | null;
}

/** The limits of an answer to a step: the step's own, or those the lab gave with it. */
export function limitsOf(entry: Step, given: Limits | null): Limits {
  return entry.limitFrom === 'lab' && given !== null ? given : entry;
}

/**
 * Whether a typed number lies in its limits (both count as inside); `cannot-evaluate` for text that is not a number and
 * where the lab's limits were left blank.
 *
 * @param given the lab's limits, for a step whose limits are the lab's
 */
export function judgeAnswer(
  entry: Step,
  answer: string,
  given: Limits | null = null,
): 'yes' | 'no' | 'cannot-evaluate' | 'not-applicable' {
  const { low, high } = limitsOf(entry, given);
  if (entry.kind !== 'number') return 'not-applicable';
  if (low === null && high === null) return entry.limitFrom === 'lab' ? 'cannot-evaluate' : 'not-applicable';
  const typed = answer.trim().replace(',', '.');
  if (!decimalText.safeParse(typed).success) return 'cannot-evaluate';
  if (low !== null && compareDecimals(typed, low) < 0) return 'no';
  if (high !== null && compareDecimals(typed, high) > 0) return 'no';
  return 'yes';
}

/**
 * Where an answer leads: the next step or the outcome. The schema guarantees that there always is one.
 *
 * @param given the lab's limits, for a step whose limits are the lab's
 */
export function followGuide(
  value: Guide,
  stepId: string,
  answer: string,
  given: Limits | null = null,
): { step: Step; outcome: null } | { step: null; outcome: Outcome } | null {
  const entry = value.steps.find((one) => one.id === stepId);
  const way = entry?.next.find((one) => takesBranch(entry, one, answer, given));
  if (way === undefined) return null;
  const step = value.steps.find((one) => one.id === way.goTo);
  if (step !== undefined) return { step, outcome: null };
  const outcome = value.outcomes.find((one) => one.id === way.goTo);
  return outcome === undefined ? null : { step: null, outcome };
}

function takesBranch(entry: Step, way: Branch, answer: string, given: Limits | null): boolean {
  const typed = answer.trim().replace(',', '.');
  const isNumber = decimalText.safeParse(typed).success;
  switch (way.when) {
    case 'equals':
      return answer.trim() === way.value;
    case 'below':
      return isNumber && compareDecimals(typed, way.value) < 0;
    case 'above':
      return isNumber && compareDecimals(typed, way.value) > 0;
    case 'outside-limits':
      return judgeAnswer(entry, answer, given) === 'no';
    case 'cannot-evaluate':
      return judgeAnswer(entry, answer, given) === 'cannot-evaluate';
    case 'otherwise':
      return true;
  }
}

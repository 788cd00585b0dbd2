import { compareDecimals } from '../../instruments/mapping/decimal.ts';
import type { FrozenStep, RecordedAnswer, Step, StepEntry, Verdict, Why } from './terms.ts';

/** Judging what was put into a step: three verdicts, and what is missing is never green (mission rule C.0.3). */

const decimal = /^-?\d{1,12}(?:\.\d{1,12})?$/;

/** A number as people type it, as decimal text: blanks go, a comma is a point, a plus goes; null when it is none. */
export function readDecimal(typed: string): string | null {
  const plain = typed
    .trim()
    .replace(',', '.')
    .replace(/^\+/, '')
    .replace(/^(-?)\./, '$10.')
    .replace(/\.$/, '');
  return decimal.test(plain) ? plain : null;
}

/** The step as it is asked now: what an answer is judged by, kept beside it (mission rule C.0.4). */
export function freezeStep(step: Step): FrozenStep {
  const { title, kind, isRequired, source, adapt } = step;
  const base: FrozenStep = {
    ...{ title, kind, isRequired, source, adapt },
    ...{ unit: '', low: null, high: null, prescribed: null, passes: [] },
  };
  switch (step.kind) {
    case 'number':
      return { ...base, unit: step.unit, low: step.low, high: step.high, prescribed: step.prescribed };
    case 'reading':
      return { ...base, unit: step.unit, low: step.low, high: step.high };
    case 'choice':
      return { ...base, passes: step.passChoices };
    case 'scan':
      return { ...base, passes: step.expects === '' ? [] : [step.expects] };
    case 'timer':
      return { ...base, unit: 's', low: secondsText(step.leastSeconds), high: secondsText(step.mostSeconds) };
    case 'repeat':
      return { ...base, unit: step.itemName, low: String(step.least), high: String(step.most) };
    default:
      return base;
  }
}

const secondsText = (seconds: number | null) => (seconds === null ? null : String(seconds));

export interface Judged {
  readonly verdict: Verdict | null;
  readonly why: Why;
}

const pass: Judged = { verdict: 'pass', why: '' };
const noted: Judged = { verdict: null, why: '' };
const fail = (why: Why): Judged => ({ verdict: 'fail', why });
const unclear = (why: Why): Judged => ({ verdict: 'cannot-evaluate', why });

type Given = Pick<StepEntry, 'value'> & {
  readonly photo: unknown;
  readonly timing?: { readonly isSure: boolean } | null;
};

/** True where nothing was given: a step that is left out. */
export function isEmptyEntry({ value, photo }: Pick<Given, 'value' | 'photo'>): boolean {
  return (value === null || value.trim() === '') && photo === null;
}

/**
 * Judges one answer by the step as it was asked. At the limit passes. A step without anything to judge by is only noted,
 * unless it is required and empty; a number whose limits the lab never put in can not be evaluated.
 */
export function judgeAnswer(asked: FrozenStep, given: Given): Judged {
  const value = given.value?.trim() ?? '';
  if (asked.kind === 'photo' ? given.photo === null : value === '')
    return asked.isRequired ? unclear('missing') : noted;
  switch (asked.kind) {
    case 'confirm':
      return value === 'yes' ? pass : unclear('not-confirmed');
    case 'hazard':
      return value === 'acknowledged' ? pass : unclear('not-confirmed');
    case 'signature':
      return value === 'signed' ? pass : unclear('not-signed');
    case 'choice':
      if (asked.passes.length === 0) return noted;
      return asked.passes.includes(value) ? pass : fail('not-a-passing-choice');
    case 'scan':
      if (asked.passes.length === 0) return noted;
      return asked.passes.includes(value) ? pass : fail('not-what-was-expected');
    case 'timer':
      if (given.timing && !given.timing.isSure) return unclear('clock-was-set');
      return judgeNumber(asked, value, ['too-short', 'too-long']);
    case 'number':
    case 'reading':
      return judgeNumber(asked, value, ['below-low', 'above-high']);
    default:
      return noted;
  }
}

function judgeNumber(asked: FrozenStep, typed: string, [under, over]: readonly [Why, Why]): Judged {
  const { low, high, prescribed, adapt } = asked;
  const value = readDecimal(typed);
  if (value === null) return unclear('not-a-number');
  if (low !== null && compareDecimals(value, low) < 0) return fail(under);
  if (high !== null && compareDecimals(value, high) > 0) return fail(over);
  if (low !== null || high !== null) return pass;
  if (prescribed !== null) return compareDecimals(value, prescribed) === 0 ? pass : fail('not-as-prescribed');
  return adapt === '' ? noted : unclear('not-adapted');
}

/** A run's verdict: any fail fails; else anything that can not be judged; else pass. With the titles that decided. */
export function judgeRun(
  answers: readonly Pick<RecordedAnswer, 'asked' | 'verdict'>[],
  /** Titles of required steps that a deviation stands in place of: nobody can say they passed. */
  leftOut: readonly string[],
): { verdict: Verdict; because: string[] } {
  const titled = (verdict: Verdict) => answers.filter((one) => one.verdict === verdict).map(({ asked }) => asked.title);
  const failed = titled('fail');
  if (failed.length > 0) return { verdict: 'fail', because: failed };
  const open = [...titled('cannot-evaluate'), ...leftOut];
  return open.length > 0 ? { verdict: 'cannot-evaluate', because: open } : { verdict: 'pass', because: [] };
}

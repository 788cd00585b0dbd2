import { compareDecimals } from '../../instruments/mapping/decimal.ts';
import type { ContentProblem } from './library-contract.ts';
import { mostPlaces } from './rules-way.ts';
import type { BranchStep, SopContent, Step } from './terms.ts';

/** What is missing in an SOP's words, and what is different between two versions of them. */

/** One record holds the words of a version; 64 KiB is the most a record may have, envelope and signature with it. */
export const mostContentBytes = 48 * 1024;

/** An empty SOP, as somebody begins to write one. Two years to the next review: a house default, shown beside it. */
export const emptyContent = (title: string): SopContent => ({
  title,
  purpose: '',
  scope: '',
  definitionKeys: [],
  materials: '',
  safety: '',
  references: '',
  steps: [],
  needsSignature: true,
  needsReview: false,
  reviewEveryMonths: 24,
});

/** Every step, those of repeated blocks after their block. */
export function allSteps({ steps }: Pick<SopContent, 'steps'>): Step[] {
  return steps.flatMap((step): Step[] => (step.kind === 'repeat' ? [step, ...step.steps] : [step]));
}

/** Bytes of the content as a record holds it, for ASCII and more: three for each other character. */
export function contentBytes(content: SopContent): number {
  let bytes = 0;
  for (const character of JSON.stringify(content)) bytes += character.charCodeAt(0) < 0x80 ? 1 : character.length * 3;
  return bytes;
}

/**
 * What does not fit (`isStopping`: it can not be sent for review so) and what is left open. Codes are keys of
 * `sop.check.<code>`. An open place of the maker's manual is told and stops nothing: a lab without that number sees its
 * runs end in CANNOT EVALUATE.
 */
export function checkContent(content: SopContent): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const note = (code: string, step: Step | null, isStopping: boolean, where = step?.key ?? '') =>
    problems.push({ code, where, title: step?.title ?? '', isStopping });
  if (content.steps.length === 0) note('no-steps', null, true, 'steps');
  if (contentBytes(content) > mostContentBytes) note('too-long', null, true, 'steps');
  const steps = allSteps(content);
  const keys = new Set<string>();
  for (const step of steps) {
    if (keys.has(step.key)) note('same-key', step, true);
    keys.add(step.key);
    for (const [code, isStopping] of problemsOf(step)) note(code, step, isStopping);
  }
  const most = content.steps.reduce(
    (sum, step) => sum + (step.kind === 'repeat' ? 1 + step.most * step.steps.length : 1),
    0,
  );
  if (most > mostPlaces) note('too-many-places', null, true, 'steps');
  content.steps.forEach((step, index) => {
    if (step.kind !== 'branch') return;
    for (const code of branchProblems(step, index, content.steps)) note(code, step, true);
  });
  for (const step of unreachable(content.steps)) note('not-reachable', step, false);
  return problems;
}

function problemsOf(step: Step): [string, boolean][] {
  const found: [string, boolean][] = [];
  if (step.adapt !== '') found.push(['not-adapted', false]);
  switch (step.kind) {
    case 'number':
    case 'reading': {
      const { low, high } = step;
      if (low !== null && high !== null && compareDecimals(low, high) > 0) found.push(['limits-crossed', true]);
      if ((low !== null || high !== null) && step.source === '') found.push(['no-source', false]);
      if (step.kind === 'number' && step.drives !== null && step.prescribed === null)
        found.push(['drives-no-number', false]);
      break;
    }
    case 'choice':
      if (step.choices.length === 0) found.push(['no-choices', true]);
      if (new Set(step.choices).size !== step.choices.length) found.push(['same-choice', true]);
      if (step.passChoices.some((choice) => !step.choices.includes(choice)))
        found.push(['passing-choice-unknown', true]);
      break;
    case 'timer':
      if (step.leastSeconds !== null && step.mostSeconds !== null && step.leastSeconds > step.mostSeconds) {
        found.push(['limits-crossed', true]);
      }
      break;
    case 'repeat':
      if (step.least > step.most) found.push(['limits-crossed', true]);
      break;
    case 'branch':
      if (new Set(step.arms.map(({ label }) => label)).size !== step.arms.length) found.push(['same-choice', true]);
      break;
    default:
      break;
  }
  return found;
}

function branchProblems(step: BranchStep, index: number, steps: readonly Step[]): string[] {
  const found = new Set<string>();
  const indexOf = (key: string) => steps.findIndex((one) => one.key === key);
  for (const { goTo, when } of step.arms) {
    if (goTo !== 'next' && goTo !== 'end' && indexOf(goTo) <= index) found.add('way-leads-back');
    if (when !== null && step.on === null) found.add('condition-without-step');
  }
  if (step.on !== null) {
    const source = indexOf(step.on);
    if (source < 0 || source >= index) found.add('on-is-not-earlier');
  }
  return [...found];
}

/** Steps no way leads to: every branch before them jumps over. */
function unreachable(steps: readonly Step[]): Step[] {
  const reached = new Set<number>([0]);
  steps.forEach((step, index) => {
    if (!reached.has(index)) return;
    if (step.kind !== 'branch') {
      reached.add(index + 1);
      return;
    }
    for (const { goTo } of step.arms) {
      if (goTo === 'end') continue;
      reached.add(goTo === 'next' ? index + 1 : steps.findIndex(({ key }) => key === goTo));
    }
  });
  return steps.filter((_, index) => !reached.has(index));
}

export interface ContentChange {
  readonly where: string;
  readonly title: string;
  readonly from: string;
  readonly to: string;
}

/** What is different, field by field, in the order of the newer version; steps that are gone come last. */
export function changesBetween(before: SopContent, after: SopContent): ContentChange[] {
  const [from, to] = [linesOf(before), linesOf(after)];
  const keys = [...to.keys(), ...[...from.keys()].filter((key) => !to.has(key))];
  return keys.flatMap((where) => {
    const [old, now] = [from.get(where), to.get(where)];
    if (old?.text === now?.text) return [];
    return [{ where, title: now?.title ?? old?.title ?? '', from: old?.text ?? '', to: now?.text ?? '' }];
  });
}

function linesOf(content: SopContent): Map<string, { title: string; text: string }> {
  const lines = new Map<string, { title: string; text: string }>();
  const { steps, ...head } = content;
  for (const [field, value] of Object.entries(head)) lines.set(field, { title: '', text: textOf(value) });
  steps.forEach((step, index) => {
    const of = (one: Step): void => {
      const { key, ...fields } = one;
      for (const [field, value] of Object.entries(fields)) {
        if (field !== 'steps') lines.set(`${key}.${field}`, { title: one.title, text: textOf(value) });
      }
    };
    of(step);
    if (step.kind === 'repeat') step.steps.forEach(of);
    lines.set(`${step.key}.place`, { title: step.title, text: String(index + 1) });
  });
  return lines;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

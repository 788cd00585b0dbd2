import {
  type BranchStep,
  type PlainStep,
  type RepeatStep,
  type Step,
  type StepKind,
  stepKinds,
} from '../../../../shared/modules/sop/terms.ts';

/** Pure changes of a list of steps. A step is named by its key, which is unlike every other's and never changes. */

type Steps = readonly Step[];
type AnyStep = Step | PlainStep;

/** Kinds that may stand inside a repeated block. */
export const plainKinds = stepKinds.filter((kind) => kind !== 'branch' && kind !== 'repeat');

export const isPlain = (step: Step): step is PlainStep => step.kind !== 'branch' && step.kind !== 'repeat';

/** Every step in the order of reading, those of repeated blocks after their block. */
export function everyStep(steps: Steps): readonly AnyStep[] {
  return steps.flatMap((step): AnyStep[] => (step.kind === 'repeat' ? [step, ...step.steps] : [step]));
}

export const findStep = (steps: Steps, key: string): AnyStep | undefined =>
  everyStep(steps).find((step) => step.key === key);

/** The number a reader sees: `3`, or `5.2` for the second step of a repeated block that is step 5. */
export function numberOf(steps: Steps, key: string): string {
  for (const [index, step] of steps.entries()) {
    if (step.key === key) {
      return String(index + 1);
    }
    const inner = step.kind === 'repeat' ? step.steps.findIndex((each) => each.key === key) : -1;
    if (inner >= 0) {
      return `${index + 1}.${inner + 1}`;
    }
  }
  return '';
}

/** A key no step has yet: `number-1`, `number-2`. */
export function freshKey(kind: StepKind, steps: Steps): string {
  const taken = new Set(everyStep(steps).map(({ key }) => key));
  let count = 1;
  while (taken.has(`${kind}-${count}`)) {
    count += 1;
  }
  return `${kind}-${count}`;
}

type Base = Pick<Step, 'key' | 'title' | 'instruction' | 'safety' | 'isRequired' | 'source' | 'adapt'>;

/** Words a new branch or block starts with: neither can be kept empty. */
export interface StartingWords {
  readonly arm: string;
  readonly item: string;
  readonly innerTitle: string;
}

/** A step of a kind of which nothing more is said: no limit, no source, required. */
export function emptyStep(
  kind: StepKind,
  base: Partial<Base> & { readonly key: string },
  words: StartingWords,
  steps: Steps,
): Step {
  const common: Base = { title: '', instruction: '', safety: '', isRequired: true, source: '', adapt: '', ...base };
  switch (kind) {
    case 'confirm':
    case 'photo':
      return { ...common, kind };
    case 'number':
      return { ...common, kind, unit: '', low: null, high: null, prescribed: null, drives: null };
    case 'text':
      return { ...common, kind, isLong: false };
    case 'choice':
      return { ...common, kind, choices: [], passChoices: [] };
    case 'scan':
      return { ...common, kind, what: 'lot', expects: '' };
    case 'timer':
      return { ...common, kind, leastSeconds: null, mostSeconds: null };
    case 'reading':
      return { ...common, kind, wire: { kind: 'result', test: '' }, unit: '', low: null, high: null };
    case 'signature':
      return { ...common, kind, meaning: 'performed', isOtherPerson: false };
    case 'hazard':
      return { ...common, kind, hazards: [] };
    case 'branch':
      return { ...common, kind, on: null, arms: [{ label: words.arm, when: null, goTo: 'next' }] };
    case 'repeat':
      return {
        ...common,
        kind,
        itemName: words.item,
        least: 1,
        most: 20,
        steps: [{ ...common, kind: 'confirm', key: freshKey('confirm', steps), title: words.innerTitle }],
      };
  }
}

/** The same step as another kind: what every kind has stays. */
export function withKind(step: AnyStep, kind: StepKind, words: StartingWords, steps: Steps): Step {
  const { key, title, instruction, safety, isRequired, source, adapt } = step;
  return emptyStep(kind, { key, title, instruction, safety, isRequired, source, adapt }, words, steps);
}

/** Puts a changed step in the place of the one with its key. */
export function replaceStep(steps: Steps, changed: AnyStep): Step[] {
  return steps.map((step) => {
    if (step.key === changed.key) {
      return changed;
    }
    return step.kind === 'repeat' && isPlain(changed)
      ? { ...step, steps: step.steps.map((each) => (each.key === changed.key ? changed : each)) }
      : step;
  });
}

/** Where a new step goes: after a step, or last in a repeated block, or last of all. */
export type StepPlace = { readonly after: string } | { readonly lastIn: string } | 'last';

/** Adds a step. One of a kind that can not be repeated goes behind the block it was asked for. */
export function addStep(steps: Steps, added: Step, place: StepPlace): Step[] {
  if (place === 'last') {
    return [...steps, added];
  }
  return steps.flatMap((step): Step[] => {
    const isHere = 'after' in place ? step.key === place.after : step.key === place.lastIn;
    if (isHere && 'after' in place) {
      return [step, added];
    }
    if (step.kind !== 'repeat') {
      return [step];
    }
    const index = 'after' in place ? step.steps.findIndex(({ key }) => key === place.after) : step.steps.length - 1;
    if (!isHere && ('lastIn' in place || index < 0)) {
      return [step];
    }
    return isPlain(added) ? [{ ...step, steps: step.steps.toSpliced(index + 1, 0, added) }] : [step, added];
  });
}

/** Takes a step out; a way that led to it leads on to the next step, and a branch on its answer is left to the person. */
export function removeStep(steps: Steps, key: string): Step[] {
  return steps
    .filter((step) => step.key !== key)
    .map((step): Step => {
      if (step.kind === 'repeat') {
        return { ...step, steps: step.steps.filter((each) => each.key !== key) };
      }
      return step.kind === 'branch' ? withoutWayTo(step, key) : step;
    });
}

function withoutWayTo(branch: BranchStep, key: string): BranchStep {
  return {
    ...branch,
    on: branch.on === key ? null : branch.on,
    arms: branch.arms.map((arm) => (arm.goTo === key ? { ...arm, goTo: 'next' } : arm)),
  };
}

/** One place up or down; a step at the edge of a repeated block goes out of it. */
export function moveStep(steps: Steps, key: string, by: 1 | -1): Step[] {
  const index = steps.findIndex((step) => step.key === key);
  if (index >= 0) {
    return swapped(steps, index, by);
  }
  const blockIndex = steps.findIndex((step) => step.kind === 'repeat' && step.steps.some((each) => each.key === key));
  const block = steps[blockIndex];
  if (block?.kind !== 'repeat') {
    return [...steps];
  }
  const inner = block.steps.findIndex((each) => each.key === key);
  const moved = block.steps[inner];
  const isAtEdge = inner + by < 0 || inner + by >= block.steps.length;
  if (!isAtEdge || moved === undefined) {
    return steps.with(blockIndex, { ...block, steps: swapped(block.steps, inner, by) });
  }
  const rest: RepeatStep = { ...block, steps: block.steps.toSpliced(inner, 1) };
  return steps.toSpliced(blockIndex, 1, ...(by < 0 ? [moved, rest] : [rest, moved]));
}

function swapped<Each>(list: readonly Each[], index: number, by: 1 | -1): Each[] {
  const one = list[index];
  const other = list[index + by];
  return one === undefined || other === undefined ? [...list] : list.with(index, other).with(index + by, one);
}

/** Whether the step can go one place up or down. */
export function canMove(steps: Steps, key: string, by: 1 | -1): boolean {
  const index = steps.findIndex((step) => step.key === key);
  return index < 0 || (index + by >= 0 && index + by < steps.length);
}

/** Puts a step of the outer list into the repeated block beside it, as its first or its last. */
export function moveIntoBlock(steps: Steps, key: string, by: 1 | -1): Step[] {
  const index = steps.findIndex((step) => step.key === key);
  const moved = steps[index];
  const block = steps[index + by];
  if (moved === undefined || !isPlain(moved) || block?.kind !== 'repeat') {
    return [...steps];
  }
  const changed: RepeatStep = { ...block, steps: by > 0 ? [moved, ...block.steps] : [...block.steps, moved] };
  return steps.with(index + by, changed).toSpliced(index, 1);
}

/** Steps whose answer a branch may ask for: those before it that have one. */
export function stepsBefore(steps: Steps, key: string): readonly Step[] {
  return steps
    .slice(
      0,
      steps.findIndex((step) => step.key === key),
    )
    .filter(({ kind }) => kind !== 'branch' && kind !== 'hazard');
}

/** Steps a way may lead to: those after it. */
export const stepsAfter = (steps: Steps, key: string): readonly Step[] =>
  steps.slice(steps.findIndex((step) => step.key === key) + 1);

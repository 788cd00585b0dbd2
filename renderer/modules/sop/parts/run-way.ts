import { readDecimal } from '../../../../shared/modules/sop/rules-answer.ts';
import type { RunStep, RunView } from '../../../../shared/modules/sop/run-contract.ts';
import type { StepEntry } from '../../../../shared/modules/sop/terms.ts';
import { hasContent, isFilled, isSame, stepTitle } from './run-text.ts';
import type { StepWork } from './use-step-draft.ts';

/** Where a run is looked at: at a step, or at its end. */
export const atEnd = 'end';

/** The step that is shown: the chosen one while the way still leads over it, else where the run stands. */
export function shownPlace(run: RunView, chosen: string | null): string {
  const isThere = chosen === atEnd || run.steps.some(({ at }) => at === chosen);
  return (isThere ? chosen : run.nextAt) ?? atEnd;
}

/** Where it goes on after a step: the next that is not answered, or the end. Left-out steps are not come back to. */
export function openAfter(run: RunView, at: string): string {
  const index = run.steps.findIndex((each) => each.at === at);
  const open = run.steps.slice(index + 1).find(({ status }) => status === 'open' || status === 'blocked');
  return open?.at ?? atEnd;
}

/** The step after this one, answered or not. */
export function stepAfter(run: RunView, at: string): string {
  const index = run.steps.findIndex((each) => each.at === at);
  return run.steps[index + 1]?.at ?? atEnd;
}

/** The step before this one; null at the first. */
export function stepBefore(run: RunView, at: string): string | null {
  const index = at === atEnd ? run.steps.length : run.steps.findIndex((each) => each.at === at);
  return run.steps[index - 1]?.at ?? null;
}

/** What is sent when the step is answered: its button alone answers some kinds. */
export function entryToSend({ step }: RunStep, entry: StepEntry): StepEntry {
  switch (step.kind) {
    case 'confirm':
      return { ...entry, value: entry.value ?? 'yes' };
    case 'hazard':
      return { ...entry, value: 'acknowledged' };
    case 'signature':
      return { ...entry, value: 'signed' };
    default:
      return entry;
  }
}

/** What stands between a run and its end: required steps without an answer, and what was typed and is none yet. */
export function openBeforeEnd(run: RunView): readonly { readonly at: string; readonly title: string }[] {
  const required = new Set(run.openRequired.map(({ at }) => at));
  const recovered = new Set(run.recovered.map(({ at }) => at));
  const isTyped = ({ draft, answer }: RunStep) => hasContent(draft) && (answer === null || !isSame(draft, answer));
  return run.steps
    .filter((each) => required.has(each.at) || recovered.has(each.at) || isTyped(each))
    .map((each) => ({ at: each.at, title: stepTitle(each) }));
}

/** Whether the step has what it asks for. */
export function canAnswer({ step, branch }: RunStep, { entry, kept }: Pick<StepWork, 'entry' | 'kept'>): boolean {
  const value = entry.value ?? '';
  switch (step.kind) {
    case 'confirm':
    case 'hazard':
    case 'signature':
      return true;
    case 'number':
      return readDecimal(value) !== null;
    case 'reading':
      return entry.reading === null ? readDecimal(value) !== null : value !== '';
    case 'timer':
      return kept?.timer?.stoppedAt !== undefined;
    case 'branch':
      return branch?.mustChoose === true && isFilled(entry);
    case 'repeat':
      return /^\d{1,3}$/.test(value) && Number(value) >= step.least && Number(value) <= step.most;
    case 'text':
    case 'choice':
    case 'photo':
    case 'scan':
      return isFilled(entry);
  }
}

import { emptyContent } from '../../shared/modules/sop/rules-content.ts';
import type { BranchStep, PlainStep, RepeatStep, SopContent, Step } from '../../shared/modules/sop/terms.ts';

/** SOPs in few words, for tests. */

const base = (key: string) => ({
  ...{ key, title: key, instruction: '', safety: '', isRequired: true, source: '', adapt: '' },
});
type More<S> = Partial<Omit<S, 'kind' | 'key'>>;

export const confirm = (key: string, more: More<PlainStep> = {}): PlainStep =>
  ({ ...base(key), kind: 'confirm', ...more }) as PlainStep;
export const number = (key: string, more: More<Extract<Step, { kind: 'number' }>> = {}): PlainStep => ({
  ...base(key),
  ...{ kind: 'number', unit: '', low: null, high: null, prescribed: null, drives: null },
  ...more,
});
export const text = (key: string, more: More<PlainStep> = {}): PlainStep =>
  ({ ...base(key), kind: 'text', isLong: false, ...more }) as PlainStep;
export const choice = (key: string, choices: string[], passChoices: string[] = []): PlainStep => ({
  ...base(key),
  ...{ kind: 'choice', choices, passChoices },
});
export const hazard = (key: string): PlainStep => ({ ...base(key), kind: 'hazard', hazards: ['biological'] });
export const signature = (key: string, isOtherPerson = false): PlainStep => ({
  ...base(key),
  ...{ kind: 'signature', meaning: 'verified', isOtherPerson },
});
export const branch = (key: string, on: string | null, arms: BranchStep['arms']): BranchStep => ({
  ...base(key),
  ...{ kind: 'branch', on, arms },
});
export const repeat = (key: string, steps: PlainStep[], most = 3): RepeatStep => ({
  ...base(key),
  ...{ kind: 'repeat', itemName: 'sample', least: 0, most, steps },
});

export const sop = (steps: Step[], more: Partial<SopContent> = {}): SopContent => ({
  ...emptyContent('SOP'),
  needsSignature: false,
  steps,
  ...more,
});

export const typed = (value: string | null, note = '') => ({ value, note, photo: null, reading: null });

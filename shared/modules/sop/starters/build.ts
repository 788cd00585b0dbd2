import type { BranchStep, DrivenNumber, HazardKind, PlainStep, RepeatStep, SopContent, WireSource } from '../terms.ts';

/**
 * How the starter SOPs are written. Their words are Benchside's own and name no maker's number: wherever one would stand,
 * the step says what to take from the lab's own manual, and stays unjudged until somebody has put it in.
 */

export interface Starter {
  readonly key: string;
  readonly content: SopContent;
}

const adaptTo = (what: string) => `Adapt to your manual: ${what}`;

interface More {
  readonly safety?: string;
  readonly isOptional?: boolean;
  readonly source?: string;
  /** What the lab takes from its own manual; `Adapt to your manual:` stands before it. */
  readonly adapt?: string;
}

const base = (key: string, title: string, instruction: string, more: More = {}) => ({
  ...{ key, title, instruction },
  safety: more.safety ?? '',
  isRequired: more.isOptional !== true,
  source: more.source ?? '',
  adapt: more.adapt === undefined ? '' : adaptTo(more.adapt),
});

export const confirm = (key: string, title: string, instruction: string, more?: More): PlainStep => ({
  ...base(key, title, instruction, more),
  kind: 'confirm',
});

export const number = (
  key: string,
  title: string,
  instruction: string,
  unit: string,
  more: More & {
    readonly low?: string;
    readonly high?: string;
    readonly prescribed?: string;
    readonly drives?: DrivenNumber;
  } = {},
): PlainStep => ({
  ...base(key, title, instruction, more),
  ...{ kind: 'number', unit, low: more.low ?? null, high: more.high ?? null },
  ...{ prescribed: more.prescribed ?? null, drives: more.drives ?? null },
});

export const note = (key: string, title: string, instruction: string, more?: More): PlainStep => ({
  ...base(key, title, instruction, more),
  ...{ kind: 'text', isLong: true },
});

export const line = (key: string, title: string, instruction: string, more?: More): PlainStep => ({
  ...base(key, title, instruction, more),
  ...{ kind: 'text', isLong: false },
});

export const choice = (
  key: string,
  title: string,
  instruction: string,
  choices: readonly string[],
  more: More & { readonly passes?: readonly string[] } = {},
): PlainStep => ({
  ...base(key, title, instruction, more),
  ...{ kind: 'choice', choices: [...choices], passChoices: [...(more.passes ?? [])] },
});

export const photo = (key: string, title: string, instruction: string, more?: More): PlainStep => ({
  ...base(key, title, instruction, more),
  kind: 'photo',
});

export const scan = (
  key: string,
  title: string,
  instruction: string,
  what: 'lot' | 'reagent' | 'part' | 'instrument' | 'specimen' | 'other',
  more?: More,
): PlainStep => ({ ...base(key, title, instruction, more), ...{ kind: 'scan', what, expects: '' } });

export const timer = (key: string, title: string, instruction: string, more?: More): PlainStep => ({
  ...base(key, title, instruction, more),
  ...{ kind: 'timer', leastSeconds: null, mostSeconds: null },
});

export const reading = (
  key: string,
  title: string,
  instruction: string,
  wire: WireSource,
  unit: string,
  more?: More,
): PlainStep => ({
  ...base(key, title, instruction, more),
  ...{ kind: 'reading', wire, unit, low: null, high: null },
});

export const sign = (
  key: string,
  title: string,
  instruction: string,
  meaning: 'performed' | 'reviewed' | 'verified',
  isOtherPerson = false,
): PlainStep => ({ ...base(key, title, instruction), ...{ kind: 'signature', meaning, isOtherPerson } });

export const hazard = (
  key: string,
  title: string,
  instruction: string,
  hazards: readonly HazardKind[],
  more?: More,
): PlainStep => ({
  ...base(key, title, instruction, more),
  ...{ kind: 'hazard', hazards: [...hazards] },
});

export const branch = (
  key: string,
  title: string,
  instruction: string,
  on: string | null,
  arms: BranchStep['arms'],
): BranchStep => ({ ...base(key, title, instruction), ...{ kind: 'branch', on, arms } });

export const repeat = (
  key: string,
  title: string,
  instruction: string,
  itemName: string,
  [least, most]: readonly [number, number],
  steps: PlainStep[],
): RepeatStep => ({ ...base(key, title, instruction), ...{ kind: 'repeat', itemName, least, most, steps } });

/** What every starter has in common; two years to the next review is a house default, shown where it is set. */
export const starter = (
  key: string,
  content: Pick<SopContent, 'title' | 'purpose' | 'scope' | 'steps'> & Partial<SopContent>,
): Starter => ({
  key,
  content: {
    ...{ definitionKeys: [], materials: '', safety: '', references: manual },
    ...{ needsSignature: true, needsReview: false, reviewEveryMonths: 24 },
    ...content,
  },
});

const manual =
  'Adapt to your manual: edition and chapter of the instructions for use of your instrument; inserts of the reagents, calibrators and controls in use; the safety rules of your laboratory.';

/** Before hands go near blood or moving parts. */
export const bloodHazard = hazard(
  'hazard-blood',
  'Blood and sharp parts',
  'Treat every specimen, control, waste line and surface of the instrument as infectious. Gloves, coat and eye protection are on; the needle and the probe are sharp.',
  ['biological', 'sharp'],
  { adapt: 'the protection your laboratory asks for at this instrument.' },
);

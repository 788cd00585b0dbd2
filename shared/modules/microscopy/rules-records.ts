import { AppError } from '../../kernel/errors.ts';
import type { Decider, FoldContext } from '../../records/decider.ts';
import { type BodyOf, draft, isRecordOf, type RecordDraft, type StoredRecord } from '../../records/define.ts';
import { answersOf, decideSlot, type Slot, type SlotRule } from '../../records/slot.ts';
import { defaultClasses } from './default-classes.ts';
import { classesSet, countFinished, readersCompared, scaleCalibrated } from './records.ts';
import { type ClassTerms, classTerms } from './terms.ts';

/** What the records of this module fold to. Pure; nothing here throws while folding. */

export interface ClassesFold {
  readonly terms: Slot<ClassTerms> | null;
}

/** Compared as the schema writes them: a record keeps its keys in another order. */
const isSame = (a: ClassTerms, b: ClassTerms): boolean =>
  JSON.stringify(classTerms.parse(a)) === JSON.stringify(classTerms.parse(b));

const classesRule: SlotRule<ClassTerms> = {
  code: 'microscopy/classes-set-apart',
  // Set apart, the later one in order holds until somebody decides; counts keep the classes they were begun with.
  hold: (_earlier, later) => later,
  isSame,
  show: ({ classes }) => classes.map(({ short }) => short).join(' '),
};

export interface ClassesCommand {
  readonly terms: ClassTerms;
  readonly reason: string;
}

/** What holds: what the lab set, else the classes that are shipped. */
export const currentClasses = ({ terms }: ClassesFold): ClassTerms => terms?.value ?? defaultClasses;

/** @throws AppError `microscopy/class-twice`, `microscopy/key-twice`, `microscopy/class-without-key`, `microscopy/nothing-counted` */
export const classesDecider: Decider<ClassesFold, ClassesCommand> = {
  initial: () => ({ terms: null }),
  evolve(state: ClassesFold, record: StoredRecord, context: FoldContext): ClassesFold {
    if (!isRecordOf(record, classesSet)) return state;
    return { terms: decideSlot(state.terms, record, record.body.terms, context, classesRule) };
  },
  decide({ terms: slot }, { terms, reason }, stream): readonly RecordDraft[] {
    requireSound(terms);
    if (slot && slot.sides.length < 2 && isSame(slot.value, terms)) return [];
    return [draft(classesSet, stream, { terms, reason, answers: answersOf(slot) })];
  },
};

/** One meaning for each key, one name for each class, and something that counts. */
function requireSound({ classes, undoKeys }: ClassTerms): void {
  const names = new Set<string>();
  for (const { key, name, keys } of classes) {
    if (names.has(key) || names.has(name.toLowerCase())) throw new AppError('microscopy/class-twice', { name });
    names.add(key).add(name.toLowerCase());
    if (keys.length === 0) throw new AppError('microscopy/class-without-key', { name });
  }
  const used = new Set<string>();
  for (const name of [...classes.flatMap(({ keys }) => keys), ...undoKeys]) {
    if (used.has(name)) throw new AppError('microscopy/key-twice', { key: name });
    used.add(name);
  }
  if (!classes.some(({ isCounted }) => isCounted)) throw new AppError('microscopy/nothing-counted', {});
}

/** A stream that holds one fact: it is said once, however often the call is repeated. */
export interface OnceFold {
  readonly hash: string | null;
}

function once<Definition extends typeof countFinished | typeof readersCompared>(
  definition: Definition,
): Decider<OnceFold, BodyOf<Definition>> {
  return {
    initial: () => ({ hash: null }),
    evolve: (state, record) => (state.hash === null && isRecordOf(record, definition) ? { hash: record.hash } : state),
    decide: ({ hash }, body, stream) => (hash === null ? [draft(definition, stream, body)] : []),
  };
}

export const countDecider = once(countFinished);
export const comparisonDecider = once(readersCompared);

/** One calibration of a scale that stands. */
export interface ScaleFact {
  readonly calibrationId: string;
  readonly hash: string;
  readonly on: string;
  readonly umPerDivision: number;
}

export interface ScaleFold {
  /** By day, those of one day in the order of the log; the last one is in use. */
  readonly facts: readonly ScaleFact[];
}

export const scaleDecider: Decider<ScaleFold, BodyOf<typeof scaleCalibrated>> = {
  initial: () => ({ facts: [] }),
  evolve(state, record) {
    if (!isRecordOf(record, scaleCalibrated)) return state;
    const { calibrationId, on, umPerDivision } = record.body;
    const at = state.facts.findLastIndex((fact) => fact.on <= on) + 1;
    return { facts: state.facts.toSpliced(at, 0, { calibrationId, hash: record.hash, on, umPerDivision }) };
  },
  decide: ({ facts }, body, stream) =>
    facts.some(({ calibrationId }) => calibrationId === body.calibrationId)
      ? []
      : [draft(scaleCalibrated, stream, body)],
};

/** An objective by its engraving, for streams: `Plan 40x/0.65` is `plan-40x-0-65`. Empty where nothing of it is left. */
export const objectiveKeyOf = (objective: string): string =>
  objective
    .toLowerCase()
    .replace(/[×*]/g, 'x')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);

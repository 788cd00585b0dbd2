import { AppError } from '../../kernel/errors.ts';
import type { Decider, FoldContext } from '../../records/decider.ts';
import { type BodyOf, draft, isRecordOf, type RecordDraft, type StoredRecord } from '../../records/define.ts';
import { answersOf, decideSlot, type Slot, type SlotRule } from '../../records/slot.ts';
import {
  factorDecided,
  materialSet,
  preconditionAnswered,
  runSetAside,
  runTaken,
  sessionClosed,
  sessionOpened,
  sessionReviewed,
  sessionTermsSet,
} from './records.ts';
import type { Material, ProcedureTerms, RunBody, Verdict } from './terms.ts';

/**
 * One calibration or verification after its records: every step of the wizard is a record, so it is resumed at any point,
 * on any bench. No clock, no database; folding never throws.
 */

export interface Mark {
  readonly hash: string;
  readonly at: string;
  readonly by: string;
}

export type Marked<Value> = Value & { readonly mark: Mark };

export interface SessionRunFold {
  readonly run: RunBody;
  readonly mark: Mark;
  readonly hlc: string;
}

export type TermsValue = Marked<{
  readonly terms: ProcedureTerms;
  readonly procedureHash: string | null;
  readonly isChanged: boolean;
  readonly reason: string;
}>;
export type AnswerValue = Marked<{ readonly value: string; readonly note: string }>;
export type MaterialValue = Marked<{ readonly material: Material; readonly isRemoved: boolean }>;
export type SetAsideValue = Marked<{ readonly isSetAside: boolean; readonly reason: string }>;
export type FactorValue = Marked<Omit<BodyOf<typeof factorDecided>, 'sessionId' | 'instrumentId' | 'answers'>>;
export type ClosingValue = Marked<{ readonly body: BodyOf<typeof sessionClosed> }>;

export interface SessionFold {
  readonly sessionId: string;
  /** Null while only later records have arrived. */
  readonly opened: Marked<{ readonly body: BodyOf<typeof sessionOpened> }> | null;
  readonly terms: Slot<TermsValue> | null;
  readonly answers: Readonly<Record<string, Slot<AnswerValue>>>;
  readonly materials: Readonly<Record<string, Slot<MaterialValue>>>;
  readonly runs: readonly SessionRunFold[];
  /** By `asideKey`. */
  readonly setAside: Readonly<Record<string, Slot<SetAsideValue>>>;
  readonly factors: Readonly<Record<string, Slot<FactorValue>>>;
  readonly closing: Slot<ClosingValue> | null;
  readonly reviews: readonly Marked<{ readonly target: string; readonly note: string }>[];
  /** Hash of every decision, replaced ones too: what a later closing may settle. */
  readonly hashes: readonly string[];
  /** Closings and steps that did not know each other: the next closing names them, and so has seen both. */
  readonly apart: readonly string[];
}

/** A whole run, or one value of it. */
export const asideKey = (runId: string, parameter: string | null): string => `${runId}|${parameter ?? ''}`;

const initial = (stream: string): SessionFold => ({
  sessionId: stream.slice(stream.indexOf('/') + 1),
  opened: null,
  terms: null,
  answers: {},
  materials: {},
  runs: [],
  setAside: {},
  factors: {},
  closing: null,
  reviews: [],
  hashes: [],
  apart: [],
});

const markOf = ({ hash, wall, actor }: StoredRecord): Mark => ({ hash, at: wall, by: actor });
const sameBut = (value: Marked<object>): string => JSON.stringify({ ...value, mark: null });
/** Two values are the same when they say the same, whoever said it. */
const isSame = (a: Marked<object>, b: Marked<object>): boolean => sameBut(a) === sameBut(b);

const termsRule: SlotRule<TermsValue> = {
  code: 'calibration/terms-apart',
  hold: (_a, b) => b,
  isSame,
  show: ({ terms }) => terms.title,
};
const answerRule: SlotRule<AnswerValue> = {
  code: 'calibration/answered-apart',
  // Until a person looks, a "no" holds.
  hold: (a, b) => (a.value === 'no' ? a : b),
  isSame,
  show: ({ value }) => value,
};
const materialRule: SlotRule<MaterialValue> = {
  code: 'calibration/material-apart',
  hold: (_a, b) => b,
  isSame,
  show: ({ material }) => material.lot,
};
const asideRule: SlotRule<SetAsideValue> = {
  code: 'calibration/set-aside-apart',
  // Nothing is left out of a mean while people disagree about it.
  hold: (a, b) => (a.isSetAside ? b : a),
  isSame: (a, b) => a.isSetAside === b.isSetAside,
  show: ({ isSetAside }) => (isSetAside ? 'set-aside' : 'counted'),
};
const factorRule: SlotRule<FactorValue> = {
  code: 'calibration/factor-apart',
  hold: (_a, b) => b,
  isSame,
  show: ({ decision, set }) => set ?? decision,
};
const worst: Record<Verdict, number> = { fail: 0, 'cannot-evaluate': 1, pass: 2 };
const closingRule: SlotRule<ClosingValue> = {
  code: 'calibration/closed-twice',
  hold: (a, b) => (worst[a.body.judgement.verdict] <= worst[b.body.judgement.verdict] ? a : b),
  isSame: (a, b) => a.body.outcome === b.body.outcome && a.body.judgement.verdict === b.body.judgement.verdict,
  show: ({ body }) => body.outcome,
};

/** Puts a decision into the slot of its key. */
function intoSlots<Value>(
  slots: Readonly<Record<string, Slot<Value>>>,
  key: string,
  record: StoredRecord,
  value: Value,
  context: FoldContext,
  rule: SlotRule<Value>,
): Readonly<Record<string, Slot<Value>>> {
  return { ...slots, [key]: decideSlot(slots[key] ?? null, record, value, context, rule) };
}

/** Folds one record. Never throws; what breaks a rule is a named conflict, and nothing is lost by it. */
function evolve(before: SessionFold, record: StoredRecord, context: FoldContext): SessionFold {
  if (isRecordOf(record, runTaken)) return withRun(before, record.body.run, record);
  const state = { ...before, hashes: [...before.hashes, record.hash] };
  const mark = markOf(record);
  if (isRecordOf(record, sessionOpened)) {
    if (state.opened) return state;
    const { terms, procedureHash } = record.body;
    const value: TermsValue = { terms, procedureHash, isChanged: false, reason: '', mark };
    const opened = { body: record.body, mark };
    return { ...state, opened, terms: state.terms ?? { value, sides: [{ hash: record.hash, value }] } };
  }
  if (isRecordOf(record, sessionReviewed)) {
    const { target, note } = record.body;
    return { ...state, reviews: [...state.reviews, { target, note, mark }] };
  }
  if (isRecordOf(record, sessionClosed)) {
    const apart = new Set(context.concurrentWith.map(({ hash }) => hash));
    const slot = decideSlot(state.closing, record, { body: record.body, mark }, context, closingRule);
    // A closing that saw both sides of a disagreement has settled it; what it did not see stands against it.
    context.resolve(before.hashes.filter((hash) => !apart.has(hash)));
    const steps = context.concurrentWith.filter(isStep);
    for (const other of steps) context.conflict('calibration/closed-apart', {}, [other.hash]);
    const stillApart = state.apart.filter((one) => apart.has(one));
    return { ...state, closing: slot, apart: withApart(stillApart, record, steps) };
  }
  if (!isStep(record)) return state;
  const closings = context.concurrentWith.filter(({ type }) => type === sessionClosed.type);
  for (const other of closings) context.conflict('calibration/closed-apart', {}, [other.hash]);
  return evolveStep({ ...state, apart: withApart(state.apart, record, closings) }, record, context, mark);
}

function withApart(
  apart: readonly string[],
  { hash }: StoredRecord,
  others: readonly StoredRecord[],
): readonly string[] {
  if (others.length === 0) return apart;
  return [...new Set([...apart, hash, ...others.map((other) => other.hash)])];
}

/** Decisions a closing rests on. */
const stepTypes: ReadonlySet<string> = new Set(
  [sessionTermsSet, preconditionAnswered, materialSet, runSetAside, factorDecided].map(({ type }) => type),
);
const isStep = ({ type }: StoredRecord): boolean => stepTypes.has(type);

function evolveStep(state: SessionFold, record: StoredRecord, context: FoldContext, mark: Mark): SessionFold {
  if (isRecordOf(record, sessionTermsSet)) {
    const { terms, procedureHash, reason } = record.body;
    const value: TermsValue = { terms, procedureHash, isChanged: true, reason, mark };
    return { ...state, terms: decideSlot(state.terms, record, value, context, termsRule) };
  }
  if (isRecordOf(record, preconditionAnswered)) {
    const { key, value, note } = record.body;
    const answers = intoSlots(state.answers, key, record, { value, note, mark }, context, answerRule);
    return { ...state, answers };
  }
  if (isRecordOf(record, materialSet)) {
    const { material, isRemoved } = record.body;
    const value = { material, isRemoved, mark };
    const materials = intoSlots(state.materials, material.materialKey, record, value, context, materialRule);
    return { ...state, materials };
  }
  if (isRecordOf(record, runSetAside)) {
    const { runId, parameter, isSetAside, reason } = record.body;
    const key = asideKey(runId, parameter);
    const value = { isSetAside, reason, mark };
    return { ...state, setAside: intoSlots(state.setAside, key, record, value, context, asideRule) };
  }
  if (isRecordOf(record, factorDecided)) {
    const { parameter, current, analyzer, set, decision, note } = record.body;
    const value = { parameter, current, analyzer, set, decision, note, mark };
    return { ...state, factors: intoSlots(state.factors, parameter, record, value, context, factorRule) };
  }
  return state;
}

/** A replicate joins the others; the same run twice (a repeated call) is there once. */
function withRun(state: SessionFold, run: RunBody, record: StoredRecord): SessionFold {
  if (state.runs.some(({ run: other }) => other.runId === run.runId)) return state;
  return { ...state, runs: [...state.runs, { run, mark: markOf(record), hlc: record.hlc }] };
}

/** The terms that hold, or null while the opening has not arrived. */
export const termsOf = (state: SessionFold): ProcedureTerms | null => state.terms?.value.terms ?? null;

/** Materials that are not removed, in the order of their keys. */
export function materialsOf(state: SessionFold): readonly Marked<{ readonly material: Material }>[] {
  return Object.keys(state.materials)
    .toSorted()
    .flatMap((key) => {
      const value = state.materials[key]!.value;
      return value.isRemoved ? [] : [{ material: value.material, mark: value.mark }];
    });
}

/** Whether a value of a run is left out, and who said why; the whole run's word comes first. */
export function asideOf(state: SessionFold, runId: string, parameter: string | null): SetAsideValue | null {
  const whole = state.setAside[asideKey(runId, null)]?.value;
  if (whole?.isSetAside) return whole;
  const own = parameter === null ? undefined : state.setAside[asideKey(runId, parameter)]?.value;
  return own?.isSetAside ? own : null;
}

/** The review that stands: of the closing that holds, and nothing came after it. */
export function reviewOf(state: SessionFold): SessionFold['reviews'][number] | null {
  const { closing } = state;
  if (!closing || closing.sides.length > 1 || !isSettled(state)) return null;
  return state.reviews.findLast(({ target }) => target === closing.value.mark.hash) ?? null;
}

/** True while the closing knows every run there is. */
export function isSettled(state: SessionFold): boolean {
  const known = new Set(state.closing?.sides.flatMap(({ value }) => value.body.runIds));
  return state.runs.every(({ run }) => known.has(run.runId));
}

type Of<D> = Omit<BodyOf<D>, 'sessionId' | 'instrumentId' | 'answers'>;

export type SessionCommand =
  | { readonly do: 'open'; readonly body: BodyOf<typeof sessionOpened> }
  | ({ readonly do: 'terms' } & Of<typeof sessionTermsSet>)
  | ({ readonly do: 'answer' } & Of<typeof preconditionAnswered>)
  | ({ readonly do: 'material' } & Of<typeof materialSet>)
  | { readonly do: 'run'; readonly run: RunBody }
  | ({ readonly do: 'aside' } & Of<typeof runSetAside>)
  | ({ readonly do: 'factor' } & Of<typeof factorDecided>)
  /** `isDisputed`: the host sees conflicts in the stream; then a closed session may be closed anew. */
  | ({ readonly do: 'close'; readonly isDisputed: boolean } & Of<typeof sessionClosed>)
  | { readonly do: 'review'; readonly target: string; readonly note: string };

/**
 * @throws AppError `calibration/not-found`, `calibration/closed`, `calibration/run-not-found`,
 * `calibration/no-such-precondition`, `calibration/no-such-parameter`, `calibration/no-such-material`,
 * `calibration/not-closed`, `calibration/changed-meanwhile`, `calibration/too-many-runs`
 */
function decide(state: SessionFold, command: SessionCommand, stream: string): readonly RecordDraft[] {
  if (command.do === 'open') return state.opened ? [] : [draft(sessionOpened, stream, command.body)];
  const { opened } = state;
  const terms = termsOf(state);
  if (!opened || !terms) throw new AppError('calibration/not-found', { sessionId: state.sessionId });
  const about = { sessionId: state.sessionId, instrumentId: opened.body.instrumentId };
  if (command.do === 'review') return decideReview(state, command, stream, about);
  if (command.do === 'close') {
    const { do: _, isDisputed, ...body } = command;
    if (state.closing && isSettled(state) && !isDisputed) throw new AppError('calibration/closed', about);
    const answers = [...new Set([...answersOf(state.closing), ...state.apart])].slice(0, 64);
    return [draft(sessionClosed, stream, { ...about, ...body, answers })];
  }
  if (state.closing) throw new AppError('calibration/closed', about);
  switch (command.do) {
    case 'terms': {
      const { do: _, ...body } = command;
      return [draft(sessionTermsSet, stream, { ...about, ...body, answers: answersOf(state.terms) })];
    }
    case 'answer': {
      const { key, value, note } = command;
      if (!terms.preconditions.some((one) => one.key === key)) {
        throw new AppError('calibration/no-such-precondition', { key });
      }
      const slot = state.answers[key];
      if (slot?.sides.length === 1 && slot.value.value === value && slot.value.note === note) return [];
      return [draft(preconditionAnswered, stream, { ...about, key, value, note, answers: answersOf(slot) })];
    }
    case 'material': {
      const { material, isRemoved, reason } = command;
      const slot = state.materials[material.materialKey];
      if (isRemoved && !slot) throw new AppError('calibration/no-such-material', { key: material.materialKey });
      return [draft(materialSet, stream, { ...about, material, isRemoved, reason, answers: answersOf(slot) })];
    }
    case 'run':
      return decideRun(state, command.run, stream, about);
    case 'aside': {
      const { runId, parameter, isSetAside, reason } = command;
      if (!state.runs.some(({ run }) => run.runId === runId))
        throw new AppError('calibration/run-not-found', { runId });
      const slot = state.setAside[asideKey(runId, parameter)];
      if ((slot?.value.isSetAside ?? false) === isSetAside && (slot?.sides.length ?? 1) === 1) return [];
      const body = { ...about, runId, parameter, isSetAside, reason, answers: answersOf(slot) };
      return [draft(runSetAside, stream, body)];
    }
    case 'factor': {
      const { do: _, ...body } = command;
      if (!terms.parameters.some(({ key, hasFactor }) => key === body.parameter && hasFactor)) {
        throw new AppError('calibration/no-such-parameter', { parameter: body.parameter });
      }
      const slot = state.factors[body.parameter];
      return [draft(factorDecided, stream, { ...about, ...body, answers: answersOf(slot) })];
    }
  }
}

/** More than any procedure asks for; a closing names every run there is. */
const mostRuns = 400;

/** The run that stands for the same id, or for the same message in the same series; one set aside may be taken anew. */
export function knownRun(state: SessionFold, run: RunBody): RunBody | undefined {
  return state.runs.find(
    ({ run: other }) =>
      other.runId === run.runId ||
      (run.messageId !== null &&
        other.messageId === run.messageId &&
        other.set === run.set &&
        other.materialKey === run.materialKey &&
        !asideOf(state, other.runId, null)),
  )?.run;
}

interface About {
  readonly sessionId: string;
  readonly instrumentId: string;
}

function decideRun(state: SessionFold, run: RunBody, stream: string, about: About): readonly RecordDraft[] {
  const { set, materialKey } = run;
  const needsMaterial = set !== 'precision';
  const found = materialKey === null ? undefined : state.materials[materialKey]?.value;
  if (needsMaterial && (!found || found.isRemoved)) {
    throw new AppError('calibration/no-such-material', { key: materialKey ?? '' });
  }
  if (knownRun(state, run)) return [];
  if (state.runs.length >= mostRuns) throw new AppError('calibration/too-many-runs', { most: mostRuns });
  return [draft(runTaken, stream, { ...about, run })];
}

function decideReview(
  state: SessionFold,
  { target, note }: { readonly target: string; readonly note: string },
  stream: string,
  about: About,
): readonly RecordDraft[] {
  const { closing } = state;
  if (!closing) throw new AppError('calibration/not-closed', { ...about });
  if (closing.sides.length > 1 || closing.value.mark.hash !== target || !isSettled(state)) {
    throw new AppError('calibration/changed-meanwhile', { ...about });
  }
  if (reviewOf(state)) return [];
  return [draft(sessionReviewed, stream, { ...about, target, note })];
}

export const sessionDecider: Decider<SessionFold, SessionCommand> = { initial, evolve, decide };

import {
  countStepsAtMost,
  followGuide,
  type Guide,
  judgeAnswer,
  type Outcome,
  type Step,
} from '../../instruments/guide.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Decider, FoldContext } from '../../records/decider.ts';
import { type BodyOf, draft, isRecordOf, type RecordDraft, type StoredRecord } from '../../records/define.ts';
import type { GuideRun, runState } from './contract.ts';
import { runAbandoned, runFinished, runPaused, runResumed, runStarted, stepAnswered, stepReopened } from './records.ts';

/** Pure rules of guided steps: where a run stands after its records, and what may be asked of it. */

export type RunStateName = (typeof runState)['options'][number];

export interface RunAnswer {
  readonly hash: string;
  readonly answeredAt: string;
  readonly actor: string;
  readonly body: BodyOf<typeof stepAnswered>;
}

export interface RunFold {
  readonly runId: string;
  readonly started: BodyOf<typeof runStarted> | null;
  readonly startedAt: string;
  readonly state: RunStateName;
  /** The answer that counts for each step; earlier ones stay in the record. */
  readonly answers: Readonly<Record<string, RunAnswer>>;
  readonly whatWasDone: string;
  /** Whether the person who finished it said that it solves the error. */
  readonly resolvesError: boolean;
  readonly savedAt: string;
  readonly endedHash: string | null;
}

export function initialRun(stream: string): RunFold {
  const runId = stream.slice(stream.indexOf('/') + 1);
  return {
    runId,
    started: null,
    startedAt: '',
    state: 'started',
    answers: {},
    whatWasDone: '',
    resolvesError: false,
    savedAt: '',
    endedHash: null,
  };
}

const isEnded = (state: RunStateName) => state === 'finished' || state === 'abandoned';

/** Folds one record into a run. Never throws; answers and ends made apart are named conflicts, both kept. */
export function evolveRun(state: RunFold, record: StoredRecord, context: FoldContext): RunFold {
  const saved = { ...state, savedAt: newest(state.savedAt, record.wall) };
  if (isRecordOf(record, runStarted)) {
    if (state.started) return saved;
    return { ...saved, started: record.body, startedAt: record.wall };
  }
  if (isRecordOf(record, stepAnswered)) {
    const { stepId } = record.body;
    const rival = context.concurrentWith.find(
      (other) =>
        isRecordOf(other, stepAnswered) && other.body.stepId === stepId && other.body.value !== record.body.value,
    );
    if (rival) context.conflict('troubleshooting/answered-apart', { stepId }, [rival.hash]);
    const answer = { hash: record.hash, answeredAt: record.wall, actor: record.actor, body: record.body };
    return { ...saved, answers: { ...state.answers, [stepId]: answer }, state: reopened(state.state) };
  }
  if (isRecordOf(record, stepReopened)) {
    const { [record.body.stepId]: _replaced, ...answers } = state.answers;
    return { ...saved, answers, state: reopened(state.state) };
  }
  if (isRecordOf(record, runPaused)) return isEnded(state.state) ? saved : { ...saved, state: 'paused' };
  if (isRecordOf(record, runResumed)) return { ...saved, state: reopened(state.state) };
  if (isRecordOf(record, runFinished) || isRecordOf(record, runAbandoned)) {
    const ends = isRecordOf(record, runFinished) ? 'finished' : 'abandoned';
    const { whatWasDone, resolvesError } = isRecordOf(record, runFinished) ? record.body : state;
    if (isEnded(state.state) && state.state !== ends) {
      // One bench finished what the other gave up: finished holds, for it says what was done.
      context.conflict('troubleshooting/ended-apart', {}, state.endedHash ? [state.endedHash] : []);
      return { ...saved, state: 'finished', whatWasDone, resolvesError };
    }
    return { ...saved, state: ends, whatWasDone, resolvesError, endedHash: state.endedHash ?? record.hash };
  }
  return saved;
}

/** The later of two ISO instants in UTC; texts of one form, so their order is the order of time. */
function newest(one: string, other: string): string {
  return [one, other].sort().at(-1)!;
}

/** A late answer does not open an ended run again. */
function reopened(state: RunStateName): RunStateName {
  return isEnded(state) ? state : 'started';
}

/** The way through the guide that the answers make. */
export interface RunPlace {
  readonly path: readonly { readonly step: Step; readonly answer: RunAnswer }[];
  readonly step: Step | null;
  readonly outcome: Outcome | null;
}

/** Walks the guide along the answers that count, to the step that waits or the outcome that is reached. */
export function placeOf(guide: Guide, answers: RunFold['answers']): RunPlace {
  const path: { step: Step; answer: RunAnswer }[] = [];
  let step = guide.steps.find((one) => one.id === guide.start) ?? null;
  // A guide has no circle; the bound holds for one that reached the log in another way.
  while (step && path.length < guide.steps.length) {
    const answer = Object.hasOwn(answers, step.id) ? answers[step.id] : undefined;
    if (!answer) return { path, step, outcome: null };
    path.push({ step, answer });
    const on = followGuide(guide, step.id, answer.body.value);
    if (!on) return { path, step: null, outcome: null };
    if (on.outcome) return { path, step: null, outcome: on.outcome };
    step = on.step;
  }
  return { path, step: null, outcome: null };
}

export type RunCommand =
  | { readonly do: 'start'; readonly body: Omit<BodyOf<typeof runStarted>, 'runId'> }
  | {
      readonly do: 'answer';
      readonly stepId: string;
      readonly value: string;
      readonly note: string;
      readonly photo: BodyOf<typeof stepAnswered>['photo'];
    }
  | { readonly do: 'back' | 'pause' | 'resume' }
  | { readonly do: 'finish'; readonly whatWasDone: string; readonly resolvesError: boolean }
  | { readonly do: 'abandon'; readonly reason: string };

function decideRun(state: RunFold, command: RunCommand, stream: string): readonly RecordDraft[] {
  const { runId } = state;
  if (command.do === 'start') {
    return state.started ? [] : [draft(runStarted, stream, { runId, ...command.body })];
  }
  if (!state.started) throw new AppError('troubleshooting/not-found', { runId });
  if (isEnded(state.state)) throw new AppError('troubleshooting/already-ended', { runId });
  const { errorId, instrumentId, guide } = state.started;
  const about = { runId, errorId, instrumentId };
  const place = placeOf(guide, state.answers);
  switch (command.do) {
    case 'answer': {
      const { step } = place;
      if (!step || step.id !== command.stepId) {
        throw new AppError('troubleshooting/not-the-open-step', { stepId: command.stepId, open: step?.id ?? '' });
      }
      const problem = answerProblem(step, command.value, command.photo !== null);
      if (problem) throw new AppError(problem, { stepId: step.id });
      const { id: stepId, ask, unit, low, high } = step;
      const { value, note, photo } = command;
      const withinLimits = judgeAnswer(step, value);
      const label = step.choices.find((choice) => choice.value === value.trim())?.label;
      const answer = { ...about, stepId, ask, value, unit, low, high, note, photo, withinLimits };
      return [draft(stepAnswered, stream, label === undefined ? answer : { ...answer, label })];
    }
    case 'back': {
      const last = place.path.at(-1);
      return last ? [draft(stepReopened, stream, { ...about, stepId: last.step.id })] : [];
    }
    case 'pause':
      return state.state === 'paused' ? [] : [draft(runPaused, stream, about)];
    case 'resume':
      return state.state === 'paused' ? [draft(runResumed, stream, about)] : [];
    case 'finish': {
      const outcome = place.outcome ? { id: place.outcome.id, text: place.outcome.text } : null;
      const { whatWasDone, resolvesError } = command;
      return [draft(runFinished, stream, { ...about, outcome, whatWasDone, resolvesError })];
    }
    case 'abandon':
      return [draft(runAbandoned, stream, { ...about, reason: command.reason })];
  }
}

/** Why a step can not take an answer, or undefined: a step is never passed by an empty one. */
export function answerProblem(step: Step, value: string, hasPhoto: boolean): string | undefined {
  const typed = value.trim();
  if (step.kind === 'photo') return hasPhoto ? undefined : 'troubleshooting/photo-missing';
  if (typed === '') return 'troubleshooting/answer-missing';
  if (step.kind === 'choice' && !step.choices.some((choice) => choice.value === typed)) {
    return 'troubleshooting/not-a-choice';
  }
  if (step.kind === 'number' && !/^-?\d{1,12}([.,]\d{1,12})?$/.test(typed)) return 'troubleshooting/not-a-number';
  return undefined;
}

/** The life of one run. A finished or abandoned run takes nothing more (`troubleshooting/already-ended`). */
export const runDecider: Decider<RunFold, RunCommand> = { initial: initialRun, evolve: evolveRun, decide: decideRun };

/** Names for what a record holds only by its key. */
export interface RunNames {
  readonly nameOf: (actor: string) => string;
  /** A source's key, such as `CLIA-1254`, spelled out for people. */
  readonly sourceOf: (key: string) => string;
}

/** The run as the page shows it; null before it was started. */
export function describeRun(state: RunFold, { nameOf, sourceOf }: RunNames): GuideRun | null {
  const { started } = state;
  if (!started) return null;
  const { guide } = started;
  const { path, step, outcome } = placeOf(guide, state.answers);
  const isOpen = !isEnded(state.state);
  return {
    runId: state.runId,
    errorId: started.errorId,
    instrumentId: started.instrumentId,
    title: guide.title,
    state: state.state,
    startedAt: state.startedAt,
    step: step && isOpen ? pickStep(step, sourceOf) : null,
    stepNumber: path.length + (step ? 1 : 0),
    stepCountAtMost: path.length + (step ? countStepsAtMost(guide, step.id) : 0),
    answers: path.map(({ step: asked, answer }) => ({
      stepId: asked.id,
      ask: asked.ask,
      kind: asked.kind,
      value: answer.body.value,
      shown: answer.body.label ?? `${answer.body.value} ${answer.body.unit}`.trim(),
      note: answer.body.note,
      photo: pickPhoto(answer.body.photo),
      withinLimits: answer.body.withinLimits,
      answeredAt: answer.answeredAt,
      actor: nameOf(answer.actor),
    })),
    outcome: outcome && {
      text: outcome.text,
      advice: outcome.advice,
      source: outcome.sources.map(sourceOf).join('; '),
    },
    whatWasDone: state.whatWasDone,
    resolvesError: state.resolvesError,
    canGoBack: isOpen && path.length > 0,
    savedAt: state.savedAt,
  };
}

function pickPhoto(photo: RunAnswer['body']['photo']): GuideRun['answers'][number]['photo'] {
  return photo && { sha256: photo.sha256, name: photo.name, byteCount: photo.byteCount };
}

function pickStep(step: Step, sourceOf: RunNames['sourceOf']): NonNullable<GuideRun['step']> {
  const { id, kind, ask, safety, unit, low, high, choices, sources } = step;
  return { id, kind, ask, safety, unit, low, high, choices, source: sources.map(sourceOf).join('; ') };
}

import { decimalText } from '../../instruments/definition-facts.ts';
import {
  countStepsAtMost,
  followGuide,
  type Guide,
  housePracticeKey,
  judgeAnswer,
  limitsOf,
  type Outcome,
  type Step,
} from '../../instruments/guide.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Decider, FoldContext } from '../../records/decider.ts';
import { type BodyOf, draft, isRecordOf, type RecordDraft, type StoredRecord } from '../../records/define.ts';
import type { GivenLimits, GuideRun, runState } from './contract.ts';
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
  /** The record that finished it: what signatures name. */
  readonly finishedHash: string | null;
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
    finishedHash: null,
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
    const finishedHash = ends === 'finished' ? (state.finishedHash ?? record.hash) : state.finishedHash;
    if (isEnded(state.state) && state.state !== ends) {
      // One bench finished what the other gave up: finished holds, for it says what was done.
      context.conflict('troubleshooting/ended-apart', {}, state.endedHash ? [state.endedHash] : []);
      return { ...saved, state: 'finished', whatWasDone, resolvesError, finishedHash };
    }
    const endedHash = state.endedHash ?? record.hash;
    return { ...saved, state: ends, whatWasDone, resolvesError, endedHash, finishedHash };
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
    const on = followGuide(guide, step.id, answer.body.value, answer.body);
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
      readonly limits: GivenLimits | null;
      readonly isSafetyAcknowledged: boolean;
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
      const { value, note, photo, limits } = command;
      const problem = answerProblem(step, command);
      if (problem) throw new AppError(problem, { stepId: step.id });
      const { id: stepId, ask, unit, safety } = step;
      const { low, high } = limitsOf(step, limits ?? noLimits);
      const withinLimits = judgeAnswer(step, value, { low, high });
      const label = step.choices.find((choice) => choice.value === value.trim())?.label;
      const isJudgedByLab = step.limitFrom === 'lab' && (low !== null || high !== null);
      const answer = { ...about, stepId, ask, value, unit, low, high, note, photo, withinLimits };
      return [
        draft(stepAnswered, stream, {
          ...answer,
          ...(label === undefined ? {} : { label }),
          ...(isJudgedByLab ? { limitSource: limits?.source ?? '' } : {}),
          ...(safety === '' ? {} : { safety }),
        }),
      ];
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
      const { outcome: reached } = place;
      const { whatWasDone, resolvesError } = command;
      if (reached === null) throw new AppError('troubleshooting/no-outcome-yet', { runId });
      if (resolvesError && reached.kind === 'stop-and-call') {
        throw new AppError('troubleshooting/ends-in-a-call', { runId });
      }
      const outcome = { id: reached.id, text: reached.text };
      return [draft(runFinished, stream, { ...about, outcome, whatWasDone, resolvesError })];
    }
    case 'abandon':
      return [draft(runAbandoned, stream, { ...about, reason: command.reason })];
  }
}

const noLimits = { low: null, high: null };

/**
 * Why a step can not take an answer, or undefined: a step is never passed by an empty one, nor before its safety line was
 * acknowledged.
 */
function answerProblem(step: Step, given: Extract<RunCommand, { do: 'answer' }>): string | undefined {
  const typed = given.value.trim();
  if (step.safety !== '' && !given.isSafetyAcknowledged) return 'troubleshooting/safety-not-acknowledged';
  if (step.kind === 'photo') return given.photo === null ? 'troubleshooting/photo-missing' : undefined;
  if (typed === '') return 'troubleshooting/answer-missing';
  if (step.kind === 'choice' && !step.choices.some((choice) => choice.value === typed)) {
    return 'troubleshooting/not-a-choice';
  }
  if (step.kind !== 'number') return undefined;
  if (!/^-?\d{1,12}([.,]\d{1,12})?$/.test(typed)) return 'troubleshooting/not-a-number';
  return step.limitFrom === 'lab' && given.limits !== null ? limitProblem(given.limits) : undefined;
}

/** A limit that cannot be read, or that nobody can look up again, judges nothing. */
function limitProblem({ low, high, source }: GivenLimits): string | undefined {
  const stated = [low, high].filter((limit) => limit !== null);
  if (stated.some((limit) => !decimalText.safeParse(limit).success)) return 'troubleshooting/limit-not-a-number';
  return stated.length > 0 && source === '' ? 'troubleshooting/limit-without-source' : undefined;
}

/** The life of one run. A finished or abandoned run takes nothing more (`troubleshooting/already-ended`). */
export const runDecider: Decider<RunFold, RunCommand> = { initial: initialRun, evolve: evolveRun, decide: decideRun };

/** Names for what a record holds only by its key. */
export interface RunNames {
  readonly nameOf: (actor: string) => string;
  /** A source's key, such as `CLIA-1254`, spelled out for people. */
  readonly sourceOf: (key: string) => string;
  /** Limits this lab gave before at a step of this guide on this instrument. */
  readonly earlierLimitsOf?: (guideKey: string, stepId: string) => GivenLimits | null;
}

/** The run as the page shows it; null before it was started. */
export function describeRun(state: RunFold, names: RunNames): GuideRun | null {
  const { nameOf, sourceOf, earlierLimitsOf } = names;
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
      low: answer.body.low,
      high: answer.body.high,
      limitSource: answer.body.limitSource ?? '',
      safety: answer.body.safety ?? '',
      answeredAt: answer.answeredAt,
      actor: nameOf(answer.actor),
    })),
    outcome: outcome && {
      kind: outcome.kind,
      text: outcome.text,
      advice: outcome.advice,
      source: sourceLine(outcome.sources, sourceOf),
    },
    earlierLimits: step && isOpen && step.limitFrom === 'lab' ? (earlierLimitsOf?.(guide.key, step.id) ?? null) : null,
    whatWasDone: state.whatWasDone,
    resolvesError: state.resolvesError,
    canGoBack: isOpen && path.length > 0,
    finishedHash: state.finishedHash,
    savedAt: state.savedAt,
  };
}

function pickPhoto(photo: RunAnswer['body']['photo']): GuideRun['answers'][number]['photo'] {
  return photo && { sha256: photo.sha256, name: photo.name, byteCount: photo.byteCount };
}

/** Documents a node rests on; empty where it is house practice alone. */
const sourceLine = (keys: readonly string[], sourceOf: RunNames['sourceOf']): string =>
  keys
    .filter((key) => key !== housePracticeKey)
    .map(sourceOf)
    .join('; ');

function pickStep(step: Step, sourceOf: RunNames['sourceOf']): NonNullable<GuideRun['step']> {
  const { id, kind, ask, safety, unit, limitFrom, low, high, choices, sources } = step;
  return { id, kind, ask, safety, unit, limitFrom, low, high, choices, source: sourceLine(sources, sourceOf) };
}

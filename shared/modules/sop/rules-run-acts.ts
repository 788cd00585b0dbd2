import { AppError } from '../../kernel/errors.ts';
import type { Decider } from '../../records/decider.ts';
import { type BodyOf, draft, type RecordDraft } from '../../records/define.ts';
import { answersOf } from '../../records/slot.ts';
import { freezeStep, isEmptyEntry, judgeAnswer, judgeRun, readDecimal } from './rules-answer.ts';
import { answerAt, type RunFold, runFold, statusOf } from './rules-run.ts';
import { type Given, type Place, type Way, wayOf } from './rules-way.ts';
import {
  deviationNoted,
  runAbandoned,
  runFinished,
  runHandedOver,
  runPaused,
  runReopened,
  runResumed,
  runSigned,
  runStarted,
  stepAnswered,
} from './run-records.ts';
import type { RecordedAnswer, SopContent, StepEntry, Verdict } from './terms.ts';

/** What may be asked of a run, and the records it becomes. The pinned words, times and the acting person are in the command. */

type Words = { readonly content: SopContent };

export interface AnswerCommand extends Words {
  readonly do: 'answer';
  readonly at: string;
  readonly entry: StepEntry;
  readonly timing: RecordedAnswer['timing'];
  readonly specimenHash: string | null;
  readonly openedAt: string | null;
  readonly answeredAt: string;
  readonly clock: 'ok' | 'stepped';
  readonly reason: string;
  readonly isRecovered: boolean;
  /** Who answers, as records name them: a second person's step is theirs alone. */
  readonly actor: string;
}

export type RunCommand =
  | { readonly do: 'start'; readonly body: BodyOf<typeof runStarted> }
  | AnswerCommand
  | (Words & {
      readonly do: 'deviate';
      readonly deviationId: string;
      readonly at: string | null;
      readonly what: string;
      readonly reason: string;
      readonly isInstead: boolean;
      readonly notedAt: string;
    })
  | { readonly do: 'pause'; readonly reason: string }
  | { readonly do: 'resume'; readonly note: string }
  | (Words & {
      readonly do: 'hand-over';
      readonly toPersonId: string | null;
      readonly toWhom: string;
      readonly note: string;
    })
  | (Words & {
      readonly do: 'finish';
      readonly finishedAt: string;
      readonly note: string;
      readonly recovered: readonly string[];
      /** Places where something is typed and not answered. */
      readonly open: readonly string[];
    })
  | { readonly do: 'sign'; readonly meaning: BodyOf<typeof runSigned>['meaning']; readonly note: string }
  | { readonly do: 'reopen'; readonly reason: string }
  | { readonly do: 'abandon'; readonly reason: string };

/** What the way is built from: answers that count, and deviations of the present revision or an earlier one. */
export function givenOf(run: RunFold): Given {
  const instead = new Set(run.deviations.filter((one) => one.isInstead).map(({ at }) => at));
  return {
    answer(at) {
      const found = answerAt(run, at);
      if (!found) return undefined;
      const { value, verdict, photo } = found.answer;
      return { value, verdict, isLeftOut: isEmptyEntry({ value, photo }) };
    },
    isInstead: (at) => instead.has(at),
  };
}

/** The way of a run under its pinned words. */
export const runWay = (run: RunFold, content: SopContent): Way => wayOf(content, givenOf(run));

/** What finishing now would say, and which answers would count. */
export function summarize(run: RunFold, way: Way): { verdict: Verdict; because: string[]; counted: string[] } {
  const marks = way.places.flatMap(({ at }) => answerAt(run, at) ?? []);
  const leftOut = way.places.filter(({ status, step }) => status === 'instead' && step.isRequired);
  const judged = judgeRun(
    marks.map(({ answer }) => answer),
    [...leftOut.map(({ step }) => step.title), ...way.openRequired.map(({ title }) => title)],
  );
  return { ...judged, counted: marks.map(({ hash }) => hash) };
}

/**
 * @throws AppError `sop/run-not-found`, `sop/run-not-open` with the state it is in, `sop/not-on-the-way`,
 * `sop/hazard-first`, `sop/answer-needed`, `sop/bad-count`, `sop/not-a-choice`, `sop/same-person`,
 * `sop/change-needs-reason`, `sop/open-steps`, `sop/recovered-drafts`, `sop/open-drafts`,
 * `sop/not-finished`
 */
function decideRun(run: RunFold, command: RunCommand, stream: string): readonly RecordDraft[] {
  if (command.do === 'start') return run.started ? [] : [draft(runStarted, stream, command.body)];
  const { started, runId } = run;
  if (!started) throw new AppError('sop/run-not-found', { runId });
  const about = { runId, instrumentId: started.instrumentId };
  const { state, revision, handOver } = statusOf(run);
  const answers = answersOf(run.status);
  const isOpen = state === 'started' || state === 'paused';
  const mustBeOpen = (): void => {
    if (!isOpen) throw new AppError('sop/run-not-open', { state });
  };
  const mustBeFinished = (): void => {
    if (state !== 'finished' && state !== 'signed') throw new AppError('sop/not-finished', { state });
  };
  /** Working on a paused run goes on with it: nobody has to press a button first. */
  const goOn = (note: string): RecordDraft[] =>
    state === 'paused' ? [draft(runResumed, stream, { ...about, note, isTakenOver: handOver !== null, answers })] : [];

  switch (command.do) {
    case 'answer': {
      mustBeOpen();
      const recorded = answerDraft(run, command, stream, { ...about, revision });
      return recorded ? [...goOn(''), recorded] : [];
    }
    case 'deviate': {
      mustBeOpen();
      const { deviationId, at, what, reason, isInstead, notedAt, content } = command;
      const place = at === null ? null : requirePlace(runWay(run, content), at);
      const stepTitle = place?.step.title ?? '';
      const body = {
        ...about,
        revision,
        deviationId,
        at,
        stepTitle,
        what,
        reason,
        isInstead: isInstead && at !== null,
        notedAt,
      };
      return [...goOn(''), draft(deviationNoted, stream, body)];
    }
    case 'pause':
      mustBeOpen();
      return state === 'paused' ? [] : [draft(runPaused, stream, { ...about, reason: command.reason, answers })];
    case 'resume':
      mustBeOpen();
      return goOn(command.note);
    case 'hand-over': {
      mustBeOpen();
      const { toPersonId, toWhom, note, content } = command;
      const openSteps = runWay(run, content).places.filter(
        ({ status }) => status === 'open' || status === 'blocked',
      ).length;
      return [draft(runHandedOver, stream, { ...about, toPersonId, toWhom, note, openSteps, answers })];
    }
    case 'finish': {
      mustBeOpen();
      return [...goOn(''), finishDraft(run, command, stream, { ...about, revision })];
    }
    case 'sign': {
      mustBeFinished();
      const finished = run.revisions[revision]?.finished;
      if (!finished) throw new AppError('sop/not-finished', { state });
      const { meaning, note } = command;
      return [draft(runSigned, stream, { ...about, revision, finishedHash: finished.hash, meaning, note, answers })];
    }
    case 'reopen':
      mustBeFinished();
      return [draft(runReopened, stream, { ...about, revision: revision + 1, reason: command.reason, answers })];
    case 'abandon':
      mustBeOpen();
      return [draft(runAbandoned, stream, { ...about, reason: command.reason, answers })];
  }
}

/** @throws AppError `sop/not-on-the-way` */
export function requirePlace(way: Way, at: string): Place {
  const place = way.places.find((one) => one.at === at);
  if (!place) throw new AppError('sop/not-on-the-way', { at });
  return place;
}

interface About {
  readonly runId: string;
  readonly instrumentId: string;
  readonly revision: number;
}

/** The answer's record, or null where it says what is recorded already. */
function answerDraft(run: RunFold, command: AnswerCommand, stream: string, about: About): RecordDraft | null {
  const { at, content, entry, timing, specimenHash, reason } = command;
  const place = requirePlace(runWay(run, content), at);
  const { step } = place;
  if (place.status === 'blocked') throw new AppError('sop/hazard-first', { title: step.title });
  const value = checkValue(run, place, command);
  const asked = freezeStep(step);
  const before = run.answers[at]?.slot;
  const given = { value, photo: entry.photo, timing };
  const same =
    before?.sides.length === 1 &&
    before.value.answer.value === value &&
    before.value.answer.note === entry.note &&
    before.value.answer.photo?.sha256 === entry.photo?.sha256;
  // A signature is an act of its own: given again, it is recorded again.
  if (same && step.kind !== 'signature') return null;
  if (before && reason === '') throw new AppError('sop/change-needs-reason', { title: step.title });
  const answer: RecordedAnswer = { ...entry, value, at, asked, timing, specimenHash, ...judgeAnswer(asked, given) };
  const { openedAt, answeredAt, clock, isRecovered } = command;
  return draft(stepAnswered, stream, {
    ...about,
    ...{ answer, openedAt, answeredAt, clock, reason, isRecovered },
    before: before ? { hash: before.value.hash, value: before.value.answer.value } : null,
    answers: answersOf(before),
  });
}

/** The value as it is recorded: a number as decimal text, everything else as it was given. */
function checkValue(run: RunFold, { step }: Place, { entry, actor }: AnswerCommand): string | null {
  const typed = entry.value?.trim() ?? '';
  const { title } = step;
  if (isEmptyEntry(entry)) {
    if (step.isRequired || step.kind === 'branch' || step.kind === 'repeat')
      throw new AppError('sop/answer-needed', { title });
    return null;
  }
  switch (step.kind) {
    case 'number':
    case 'reading':
      return readDecimal(typed) ?? typed;
    case 'choice':
      if (!step.choices.includes(typed)) throw new AppError('sop/not-a-choice', { title, value: typed });
      return typed;
    case 'branch':
      if (!step.arms.some(({ label }) => label === typed))
        throw new AppError('sop/not-a-choice', { title, value: typed });
      return typed;
    case 'repeat': {
      const count = Number(typed);
      if (!/^\d{1,3}$/.test(typed) || count < step.least || count > step.most) {
        throw new AppError('sop/bad-count', { title, least: step.least, most: step.most });
      }
      return String(count);
    }
    case 'signature': {
      const hasAnswered = Object.values(run.answers).some(({ all }) => all.some((one) => one.by === actor));
      if (step.isOtherPerson && hasAnswered) throw new AppError('sop/same-person', { title });
      return typed;
    }
    default:
      return typed === '' ? null : typed;
  }
}

function finishDraft(
  run: RunFold,
  { content, finishedAt, note, recovered, open: typed }: Extract<RunCommand, { do: 'finish' }>,
  stream: string,
  about: About,
): RecordDraft {
  const way = runWay(run, content);
  const [open] = way.openRequired;
  if (open) throw new AppError('sop/open-steps', { count: way.openRequired.length, first: open.title });
  if (recovered.length > 0) throw new AppError('sop/recovered-drafts', { count: recovered.length });
  if (typed.length > 0) {
    const first = way.places.find(({ at }) => at === typed[0])?.step.title ?? '';
    throw new AppError('sop/open-drafts', { count: typed.length, first });
  }
  const { verdict, because, counted } = summarize(run, way);
  const { needsReview } = content;
  return draft(runFinished, stream, {
    ...about,
    ...{ at: finishedAt, verdict, verdictReason: because.join(', ').slice(0, 1000), counted, note, needsReview },
    deviationCount: run.deviations.length,
    answers: answersOf(run.status),
  });
}

export const runDecider: Decider<RunFold, RunCommand> = { ...runFold, decide: decideRun };

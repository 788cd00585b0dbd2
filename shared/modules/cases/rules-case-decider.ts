import { AppError } from '../../kernel/errors.ts';
import type { Decider } from '../../records/decider.ts';
import { type BodyOf, draft, type RecordDraft } from '../../records/define.ts';
import { answersOf } from '../../records/slot.ts';
import {
  actionEnded,
  actionPlanned,
  caseChanged,
  caseLinked,
  caseNoted,
  caseOpened,
  casePartUsed,
  caseStateChanged,
  caseTaskAdded,
  caseTaskEnded,
  caseUnlinked,
  causeInvestigated,
  effectivenessChecked,
  nonconformityDeclared,
  pictureAdded,
  timeSpent,
} from './records.ts';
import {
  type CaseFields,
  type CaseFold,
  caseStateOf,
  currentCase,
  emptyCase,
  evolveCase,
  fieldsOf,
  itemStateOf,
} from './rules-case.ts';
import { answerRule } from './rules-clock.ts';
import type { CaseState } from './terms.ts';

/** What may be asked of a case. */

type About = 'caseId' | 'instrumentId';
type Input<D> = Omit<BodyOf<D>, About | 'answers'>;

export type CaseCommand =
  | { readonly do: 'open'; readonly body: BodyOf<typeof caseOpened> }
  | { readonly do: 'change'; readonly fields: CaseFields; readonly reason: string }
  | { readonly do: 'set-state'; readonly to: CaseState; readonly note: string }
  | { readonly do: 'note'; readonly text: string }
  | { readonly do: 'add-picture'; readonly body: Input<typeof pictureAdded> }
  | { readonly do: 'add-task'; readonly body: Input<typeof caseTaskAdded> }
  | { readonly do: 'end-task'; readonly body: Input<typeof caseTaskEnded> }
  | { readonly do: 'use-part'; readonly body: Input<typeof casePartUsed> }
  | { readonly do: 'add-time'; readonly body: Input<typeof timeSpent> }
  | { readonly do: 'link'; readonly body: Input<typeof caseLinked> }
  | { readonly do: 'unlink'; readonly stream: string; readonly reason: string }
  | { readonly do: 'declare'; readonly body: Omit<Input<typeof nonconformityDeclared>, 'answerHours' | 'rule'> }
  | { readonly do: 'investigate'; readonly body: Input<typeof causeInvestigated> }
  | { readonly do: 'plan-action'; readonly body: Input<typeof actionPlanned> }
  | { readonly do: 'end-action'; readonly body: Input<typeof actionEnded> }
  | { readonly do: 'check-effect'; readonly body: Input<typeof effectivenessChecked> };

/** Where a case can go from each state (mission rule C.13). Closing and verifying have conditions of their own. */
const ways: Readonly<Record<CaseState, readonly CaseState[]>> = {
  open: ['acknowledged', 'investigating', 'closed'],
  acknowledged: ['investigating', 'corrective-action', 'closed'],
  investigating: ['corrective-action', 'closed'],
  'corrective-action': ['investigating', 'pending-verification', 'closed'],
  'pending-verification': ['corrective-action', 'closed'],
  closed: ['acknowledged', 'recurred'],
  recurred: ['investigating'],
};

/**
 * What stands in the way of a state, as a code, or null. A nonconformity needs its investigated cause before corrective
 * action, a corrective action that is done before it waits for verification, and is closed by an effectiveness check alone.
 */
export function obstacleTo(state: CaseFold, to: CaseState): string | null {
  const from = caseStateOf(state);
  if (!ways[from].includes(to)) return 'cases/no-such-way';
  const isNonconformity = state.nonconformity !== null;
  if (to === 'recurred' && !isNonconformity) return 'cases/not-a-nonconformity';
  if (from === 'closed' && to === 'acknowledged' && isNonconformity) return 'cases/no-such-way';
  if (to === 'corrective-action' && isNonconformity && state.cause === null) return 'cases/cause-not-investigated';
  if (to === 'pending-verification') {
    if (!isNonconformity) return 'cases/not-a-nonconformity';
    const actions = Object.values(state.actions).filter(({ planned }) => planned?.kind === 'corrective');
    if (actions.some((action) => itemStateOf(action) === 'open')) return 'cases/actions-open';
    if (!actions.some((action) => itemStateOf(action) === 'done')) return 'cases/no-corrective-action';
  }
  if (to === 'closed') {
    if (Object.values(state.tasks).some((task) => task.planned !== null && itemStateOf(task) === 'open')) {
      return 'cases/tasks-open';
    }
    if (isNonconformity) return 'cases/effectiveness-not-checked';
  }
  return null;
}

/** States it can go to now, and what stands in the way of those it could go to otherwise. */
export function waysOf(state: CaseFold): {
  nextStates: CaseState[];
  blocked: { state: CaseState; code: string }[];
} {
  const nextStates: CaseState[] = [];
  const blocked: { state: CaseState; code: string }[] = [];
  for (const to of ways[caseStateOf(state)]) {
    const code = obstacleTo(state, to);
    if (code === null) nextStates.push(to);
    else if (code !== 'cases/no-such-way' && code !== 'cases/not-a-nonconformity') blocked.push({ state: to, code });
  }
  return { nextStates, blocked };
}

const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Always possible, on a closed case too: what was seen later belongs to it. */
const alwaysPossible: ReadonlySet<CaseCommand['do']> = new Set(['note', 'add-picture', 'set-state', 'link', 'unlink']);

function decideCase(state: CaseFold, command: CaseCommand, stream: string): readonly RecordDraft[] {
  if (command.do === 'open') return state.opened ? [] : [draft(caseOpened, stream, command.body)];
  const now = currentCase(state);
  const { caseId, opened } = state;
  if (!now || !opened) throw new AppError('cases/not-found', { caseId });
  const about = { caseId, instrumentId: opened.instrumentId };
  const from = caseStateOf(state);
  if (from === 'closed' && !alwaysPossible.has(command.do)) throw new AppError('cases/closed', { caseId });
  switch (command.do) {
    case 'change': {
      const { fields, reason } = command;
      if (sameJson(fieldsOf(fields), now) && (state.fields?.sides.length ?? 0) < 2) return [];
      return [draft(caseChanged, stream, { ...about, ...fieldsOf(fields), reason, answers: answersOf(state.fields) })];
    }
    case 'set-state': {
      const { to, note } = command;
      if (to === from && (state.state?.sides.length ?? 0) < 2) return [];
      const obstacle = to === from ? null : obstacleTo(state, to);
      if (obstacle !== null) throw new AppError(obstacle, { from, to });
      if (note === '' && (to === 'closed' || from === 'closed')) throw new AppError('cases/note-needed', {});
      return [draft(caseStateChanged, stream, { ...about, from, to, note, answers: answersOf(state.state) })];
    }
    case 'note':
      return [draft(caseNoted, stream, { ...about, text: command.text })];
    case 'add-picture':
      return [draft(pictureAdded, stream, { ...about, ...command.body })];
    case 'use-part':
      return [draft(casePartUsed, stream, { ...about, ...command.body })];
    case 'add-time':
      return [draft(timeSpent, stream, { ...about, ...command.body })];
    case 'link': {
      const known = state.links[command.body.stream];
      if (known && state.unlinked[command.body.stream] === undefined) return [];
      return [draft(caseLinked, stream, { ...about, ...command.body })];
    }
    case 'unlink': {
      const link = state.links[command.stream];
      if (!link || state.unlinked[command.stream] !== undefined) throw new AppError('cases/not-linked', {});
      const { reason } = command;
      return [draft(caseUnlinked, stream, { ...about, stream: command.stream, reason, answers: [link.hash] })];
    }
    case 'add-task':
      return [draft(caseTaskAdded, stream, { ...about, ...command.body })];
    case 'end-task': {
      const task = state.tasks[command.body.taskId];
      if (!task?.planned) throw new AppError('cases/task-not-found', {});
      if (itemStateOf(task) !== 'open') throw new AppError('cases/task-ended', {});
      if (command.body.as === 'dropped' && command.body.note === '') throw new AppError('cases/note-needed', {});
      return [draft(caseTaskEnded, stream, { ...about, ...command.body, answers: answersOf(task.end) })];
    }
    default:
      return decideNonconformity(state, about, command, stream);
  }
}

type NonconformityCommand = Extract<
  CaseCommand,
  { do: 'declare' | 'investigate' | 'plan-action' | 'end-action' | 'check-effect' }
>;

function decideNonconformity(
  state: CaseFold,
  about: { caseId: string; instrumentId: string | null },
  command: NonconformityCommand,
  stream: string,
): readonly RecordDraft[] {
  if (command.do === 'declare') {
    if (state.nonconformity !== null && command.body.reason === '') throw new AppError('cases/reason-needed', {});
    const { hours, rule } = answerRule[command.body.severity];
    const answers = answersOf(state.nonconformity);
    return [draft(nonconformityDeclared, stream, { ...about, ...command.body, answerHours: hours, rule, answers })];
  }
  if (state.nonconformity === null) throw new AppError('cases/not-a-nonconformity', {});
  switch (command.do) {
    case 'investigate':
      return [draft(causeInvestigated, stream, { ...about, ...command.body, answers: answersOf(state.cause) })];
    case 'plan-action':
      return [draft(actionPlanned, stream, { ...about, ...command.body })];
    case 'end-action': {
      const action = state.actions[command.body.actionId];
      if (!action?.planned) throw new AppError('cases/action-not-found', {});
      if (itemStateOf(action) !== 'open') throw new AppError('cases/action-ended', {});
      if (command.body.note === '') throw new AppError('cases/note-needed', {});
      return [draft(actionEnded, stream, { ...about, ...command.body, answers: answersOf(action.end) })];
    }
    case 'check-effect': {
      if (caseStateOf(state) !== 'pending-verification') throw new AppError('cases/not-pending-verification', {});
      const { body } = command;
      if (body.evidence.length === 0) throw new AppError('cases/evidence-needed', {});
      if (body.toOn < body.fromOn) throw new AppError('cases/ends-before-start', {});
      if (body.verdict === 'effective' && obstacleTo(state, 'closed') === 'cases/tasks-open') {
        throw new AppError('cases/tasks-open', {});
      }
      return [draft(effectivenessChecked, stream, { ...about, ...body, answers: answersOf(state.state) })];
    }
  }
}

/**
 * The life of a case. Refuses with `cases/not-found`, `cases/closed`, the obstacles of `obstacleTo`, `cases/note-needed`,
 * `cases/reason-needed`, `cases/evidence-needed`, `cases/not-pending-verification`, `cases/task-not-found`,
 * `cases/task-ended`, `cases/action-not-found`, `cases/action-ended`, `cases/not-linked`, `cases/ends-before-start`.
 */
export const caseDecider: Decider<CaseFold, CaseCommand> = {
  initial: emptyCase,
  evolve: evolveCase,
  decide: decideCase,
};

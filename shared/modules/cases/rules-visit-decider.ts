import { AppError } from '../../kernel/errors.ts';
import type { Decider } from '../../records/decider.ts';
import { type BodyOf, draft, type RecordDraft } from '../../records/define.ts';
import { answersOf } from '../../records/slot.ts';
import {
  currentVisit,
  emptyVisit,
  evolveVisit,
  followUpStateOf,
  obstaclesToClose,
  type VisitFields,
  type VisitFold,
  visitFieldsOf,
  visitStateOf,
} from './rules-visit.ts';
import {
  customerDeclined,
  customerSigned,
  followUpAdded,
  followUpEnded,
  visitArrived,
  visitCancelled,
  visitChanged,
  visitClosed,
  visitLeft,
  visitPlanned,
  visitSummarized,
  visitWorkAdded,
  visitWorkStruck,
} from './visit-records.ts';

/** What may be asked of a visit. */

type Input<D> = Omit<BodyOf<D>, 'visitId' | 'answers'>;

export type VisitCommand =
  | { readonly do: 'plan'; readonly body: BodyOf<typeof visitPlanned> }
  | { readonly do: 'change'; readonly fields: VisitFields; readonly reason: string }
  | { readonly do: 'arrive' | 'leave'; readonly at: string; readonly note: string }
  | { readonly do: 'add-work'; readonly body: Input<typeof visitWorkAdded> }
  | { readonly do: 'strike-work'; readonly entryId: string; readonly reason: string }
  | { readonly do: 'summarize'; readonly body: Input<typeof visitSummarized> }
  | { readonly do: 'add-follow-up'; readonly body: Input<typeof followUpAdded> }
  | { readonly do: 'end-follow-up'; readonly body: Input<typeof followUpEnded> }
  | { readonly do: 'customer-sign'; readonly body: Input<typeof customerSigned> }
  | { readonly do: 'customer-decline'; readonly printedName: string; readonly reason: string }
  | { readonly do: 'close'; readonly statement: string; readonly seenHash: string }
  | { readonly do: 'cancel'; readonly reason: string };

/** After the specialist has signed, only follow-ups go on. */
const afterClosing: ReadonlySet<VisitCommand['do']> = new Set(['end-follow-up']);

function decideVisit(state: VisitFold, command: VisitCommand, stream: string): readonly RecordDraft[] {
  if (command.do === 'plan') return state.planned ? [] : [draft(visitPlanned, stream, command.body)];
  const now = currentVisit(state);
  const { visitId } = state;
  if (!now) throw new AppError('cases/visit-not-found', { visitId });
  const about = { visitId };
  const is = visitStateOf(state);
  if (is === 'closed' && !afterClosing.has(command.do)) throw new AppError('cases/visit-closed', {});
  if (is === 'cancelled') throw new AppError('cases/visit-cancelled', {});
  switch (command.do) {
    case 'change': {
      const fields = visitFieldsOf(command.fields);
      if (JSON.stringify(fields) === JSON.stringify(now) && (state.fields?.sides.length ?? 0) < 2) return [];
      const answers = answersOf(state.fields);
      return [draft(visitChanged, stream, { ...about, ...fields, reason: command.reason, answers })];
    }
    case 'arrive': {
      if (state.arrived !== null) throw new AppError('cases/already-arrived', {});
      return [draft(visitArrived, stream, { ...about, at: command.at, note: command.note, answers: [] })];
    }
    case 'leave': {
      if (state.arrived === null) throw new AppError('cases/not-arrived', {});
      if (state.left !== null) throw new AppError('cases/already-left', {});
      return [draft(visitLeft, stream, { ...about, at: command.at, note: command.note, answers: [] })];
    }
    case 'add-work':
      return [draft(visitWorkAdded, stream, { ...about, ...command.body })];
    case 'strike-work': {
      const { entryId, reason } = command;
      const entry = state.work.find((one) => one.entryId === entryId);
      if (!entry || state.struck[entryId] !== undefined) throw new AppError('cases/work-not-found', {});
      return [draft(visitWorkStruck, stream, { ...about, entryId, reason, answers: [entry.hash] })];
    }
    case 'summarize': {
      const { found, done, leftAs, openPoints } = command.body;
      const same = JSON.stringify({ found, done, leftAs, openPoints }) === JSON.stringify(state.summary?.value);
      if (same && (state.summary?.sides.length ?? 0) < 2) return [];
      const body = { ...about, found, done, leftAs, openPoints, answers: answersOf(state.summary) };
      return [draft(visitSummarized, stream, body)];
    }
    case 'add-follow-up':
      return [draft(followUpAdded, stream, { ...about, ...command.body })];
    case 'end-follow-up': {
      const item = state.followUps[command.body.followUpId];
      if (!item?.planned) throw new AppError('cases/follow-up-not-found', {});
      if (followUpStateOf(item) !== 'open') throw new AppError('cases/follow-up-ended', {});
      if (command.body.as === 'dropped' && command.body.note === '') throw new AppError('cases/note-needed', {});
      return [draft(followUpEnded, stream, { ...about, ...command.body, answers: answersOf(item.end) })];
    }
    case 'customer-sign': {
      if (state.arrived === null) throw new AppError('cases/not-arrived', {});
      if (state.summary === null) throw new AppError('cases/no-summary', {});
      const answers = state.declined ? [state.declined.hash] : [];
      return [draft(customerSigned, stream, { ...about, ...command.body, answers })];
    }
    case 'customer-decline': {
      const { printedName, reason } = command;
      const answers = state.signed ? [state.signed.hash] : [];
      return [draft(customerDeclined, stream, { ...about, printedName, reason, answers })];
    }
    case 'close': {
      const [code] = obstaclesToClose(state);
      if (code !== undefined) throw new AppError(code, {});
      const answers = [state.signed, state.declined].flatMap((one) => (one ? [one.hash] : []));
      const { statement, seenHash } = command;
      return [draft(visitClosed, stream, { ...about, statement, seenHash, answers })];
    }
    case 'cancel': {
      if (is !== 'planned') throw new AppError('cases/already-arrived', {});
      return [draft(visitCancelled, stream, { ...about, reason: command.reason, answers: [] })];
    }
  }
}

/**
 * The life of a visit. Refuses with `cases/visit-not-found`, `visit-closed`, `visit-cancelled`, `already-arrived`,
 * `not-arrived`, `already-left`, `not-left`, `no-summary`, `customer-not-asked`, `work-not-found`, `follow-up-not-found`,
 * `follow-up-ended`, `note-needed`.
 */
export const visitDecider: Decider<VisitFold, VisitCommand> = {
  initial: emptyVisit,
  evolve: evolveVisit,
  decide: decideVisit,
};

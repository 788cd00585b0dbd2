import type { CivilDate } from '../../kernel/civil-date.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Decider } from '../../records/decider.ts';
import { type BodyOf, draft, type RecordDraft } from '../../records/define.ts';
import { answersOf } from '../../records/slot.ts';
import { checkContent, contentBytes, mostContentBytes } from './rules-content.ts';
import { effectiveVersion, type SopFold, sopFold, type VersionFold, versionStateOf } from './rules-sop.ts';
import type { Readers, SopContent } from './terms.ts';
import {
  changeAnswered,
  changeAsked,
  copyPrinted,
  copyRecalled,
  readersSet,
  sopAdded,
  sopRetired,
  versionApproved,
  versionCountersigned,
  versionRead,
  versionReturned,
  versionReviewed,
  versionStarted,
  versionSubmitted,
  versionWithdrawn,
  versionWritten,
} from './version-records.ts';

/** What may be asked of an SOP, and the records it becomes. Times, ids and words are in the command. */

export type SopCommand =
  | {
      readonly do: 'add';
      readonly code: string;
      readonly origin: BodyOf<typeof sopAdded>['origin'];
      readonly from: string;
    }
  | {
      readonly do: 'start';
      readonly versionId: string;
      readonly basedOn: string | null;
      readonly content: SopContent;
      readonly reason: string;
    }
  | {
      readonly do: 'write';
      readonly versionId: string;
      readonly content: SopContent;
      readonly reason: string;
      readonly expectedHash: string;
    }
  | { readonly do: 'submit'; readonly versionId: string; readonly content: SopContent; readonly note: string }
  | { readonly do: 'return'; readonly versionId: string; readonly reason: string }
  | {
      readonly do: 'approve';
      readonly versionId: string;
      readonly effectiveOn: CivilDate;
      readonly today: CivilDate;
      readonly note: string;
    }
  | {
      readonly do: 'countersign';
      readonly versionId: string;
      readonly device: string;
      readonly officeHash: string | null;
      readonly today: CivilDate;
      readonly reviewDueOn: CivilDate;
    }
  | { readonly do: 'withdraw'; readonly versionId: string; readonly reason: string }
  | {
      readonly do: 'review';
      readonly versionId: string;
      readonly on: CivilDate;
      readonly nextDueOn: CivilDate;
      readonly note: string;
    }
  | { readonly do: 'retire'; readonly on: CivilDate; readonly reason: string }
  | { readonly do: 'set-readers'; readonly readers: Readers; readonly reason: string }
  | {
      readonly do: 'read';
      readonly versionId: string;
      readonly personId: string;
      readonly printedName: string;
      readonly on: CivilDate;
    }
  | { readonly do: 'ask'; readonly body: BodyOf<typeof changeAsked> }
  | {
      readonly do: 'answer-request';
      readonly requestId: string;
      readonly answer: 'taken' | 'declined';
      readonly inVersionId: string | null;
      readonly reason: string;
    }
  | {
      readonly do: 'print';
      readonly versionId: string;
      readonly copyId: string;
      readonly holder: string;
      readonly on: CivilDate;
      readonly expiresOn: CivilDate;
    }
  | { readonly do: 'recall'; readonly copyId: string; readonly note: string };

/** @throws AppError `sop/too-long` */
export function requireFits(content: SopContent): void {
  const byteCount = contentBytes(content);
  if (byteCount <= mostContentBytes) return;
  throw new AppError('sop/too-long', { kilobytes: Math.ceil(byteCount / 1024), most: mostContentBytes / 1024 });
}

/**
 * @throws AppError `sop/not-found`, `sop/retired`, `sop/version-not-found`, `sop/wrong-state` with the state it is in,
 * `sop/draft-open`, `sop/written-meanwhile`, `sop/check-first`, `sop/too-long`, `sop/effective-in-the-past`,
 * `sop/not-yet`, `sop/request-not-found`, `sop/copy-not-found`
 */
function decideSop(sop: SopFold, command: SopCommand, stream: string): readonly RecordDraft[] {
  const { sopId } = sop;
  if (command.do === 'add') {
    const { code, origin, from } = command;
    return sop.added ? [] : [draft(sopAdded, stream, { sopId, code, origin, from })];
  }
  if (!sop.added && Object.keys(sop.versions).length === 0 && command.do !== 'start') throw notFound(sopId);
  const isAboutPapers = command.do === 'recall' || command.do === 'answer-request';
  if (sop.retired && !isAboutPapers) {
    if (command.do === 'retire') return [];
    throw new AppError('sop/retired', { sopId });
  }
  switch (command.do) {
    case 'start': {
      const open = openVersion(sop);
      if (open) throw new AppError('sop/draft-open', { number: open.started?.number ?? 0 });
      requireFits(command.content);
      const numbers = Object.values(sop.versions).map(({ started }) => started?.number ?? 0);
      const { versionId, basedOn, content, reason } = command;
      const body = { sopId, versionId, number: Math.max(0, ...numbers) + 1, basedOn, content, reason };
      return [draft(versionStarted, stream, body)];
    }
    case 'retire': {
      const answers = answersOf(sop.effective);
      return [draft(sopRetired, stream, { sopId, on: command.on, reason: command.reason, answers })];
    }
    case 'set-readers': {
      const { readers, reason } = command;
      if (JSON.stringify(sop.readers?.value) === JSON.stringify(readers) && sop.readers?.sides.length === 1) return [];
      return [draft(readersSet, stream, { sopId, readers, reason, answers: answersOf(sop.readers) })];
    }
    case 'ask':
      return [draft(changeAsked, stream, command.body)];
    case 'answer-request': {
      const { requestId, answer, inVersionId, reason } = command;
      const request = sop.requests[requestId];
      if (!request?.asked) throw new AppError('sop/request-not-found', { requestId });
      const body = { sopId, requestId, answer, inVersionId, reason, answers: answersOf(request.answer) };
      return [draft(changeAnswered, stream, body)];
    }
    case 'recall': {
      const { copyId, note } = command;
      const copy = sop.copies[copyId];
      if (!copy?.printed) throw new AppError('sop/copy-not-found', { copyId });
      return copy.recalled ? [] : [draft(copyRecalled, stream, { sopId, copyId, note })];
    }
    default:
      return decideVersion(sop, requireVersion(sop, command.versionId), command, stream);
  }
}

type VersionCommand = Exclude<Extract<SopCommand, { versionId: string }>, { do: 'start' }>;

function decideVersion(
  sop: SopFold,
  version: VersionFold,
  command: VersionCommand,
  stream: string,
): readonly RecordDraft[] {
  const { sopId } = sop;
  const { versionId } = version;
  const about = { sopId, versionId };
  const state = versionStateOf(sop, versionId);
  const must = (...allowed: readonly (typeof state)[]): void => {
    if (!allowed.includes(state))
      throw new AppError('sop/wrong-state', { state, number: version.started?.number ?? 0 });
  };
  const answers = answersOf(version.stage);
  const words = version.written!.value;
  switch (command.do) {
    case 'write': {
      must('draft');
      if (command.expectedHash !== words.hash)
        throw new AppError('sop/written-meanwhile', { number: version.started?.number ?? 0 });
      requireFits(command.content);
      const body = { ...about, content: command.content, reason: command.reason, answers: answersOf(version.written) };
      return [draft(versionWritten, stream, body)];
    }
    case 'submit': {
      must('draft');
      const stopping = checkContent(command.content).filter(({ isStopping }) => isStopping);
      if (stopping.length > 0) {
        throw new AppError('sop/check-first', { count: stopping.length, first: stopping[0]?.code ?? '' });
      }
      return [draft(versionSubmitted, stream, { ...about, writtenHash: words.hash, note: command.note, answers })];
    }
    case 'return':
      must('in-review');
      return [draft(versionReturned, stream, { ...about, reason: command.reason, answers })];
    case 'approve': {
      must('in-review');
      if (command.effectiveOn < command.today)
        throw new AppError('sop/effective-in-the-past', { today: command.today });
      const { writtenHash } = version.stage!.value;
      const body = { ...about, writtenHash, effectiveOn: command.effectiveOn, note: command.note, answers };
      return [draft(versionApproved, stream, body)];
    }
    case 'countersign': {
      if (state === 'effective' && sop.effective?.sides.length === 1) return [];
      must('approved', 'effective');
      const { mark, effectiveOn } = version.approved!;
      if (effectiveOn !== null && effectiveOn > command.today) throw new AppError('sop/not-yet', { effectiveOn });
      const { device, officeHash, today, reviewDueOn } = command;
      const replaces = effectiveVersion(sop)?.versionId ?? null;
      const body = {
        ...{
          ...about,
          approvedHash: mark.hash,
          device,
          officeHash,
          replaces: replaces === versionId ? null : replaces,
        },
        ...{ effectiveOn: today, reviewDueOn, answers: answersOf(sop.effective) },
      };
      return [draft(versionCountersigned, stream, body)];
    }
    case 'withdraw':
      must('draft', 'in-review', 'approved');
      return [draft(versionWithdrawn, stream, { ...about, reason: command.reason, answers })];
    case 'review': {
      must('effective');
      const { on, nextDueOn, note } = command;
      if (nextDueOn <= on) throw new AppError('sop/review-in-the-past', { on });
      return [draft(versionReviewed, stream, { ...about, on, nextDueOn, note })];
    }
    case 'read': {
      must('effective', 'approved');
      const { personId, printedName, on } = command;
      if (sop.reads.some((one) => one.versionId === versionId && one.personId === personId)) return [];
      const { writtenHash } = version.approved!;
      return [draft(versionRead, stream, { ...about, writtenHash, personId, printedName, on })];
    }
    case 'print': {
      must('effective');
      const numbers = Object.values(sop.copies).map(({ printed }) => printed?.copyNumber ?? 0);
      const { copyId, holder, on: printedOn, expiresOn } = command;
      const copyNumber = Math.max(0, ...numbers) + 1;
      return [draft(copyPrinted, stream, { ...about, copyId, copyNumber, holder, printedOn, expiresOn })];
    }
  }
}

/** The version that is worked on: neither in force nor retired. */
export function openVersion(sop: SopFold): VersionFold | undefined {
  return Object.values(sop.versions)
    .filter(
      ({ versionId, started }) =>
        started && ['draft', 'in-review', 'approved'].includes(versionStateOf(sop, versionId)),
    )
    .toSorted((a, b) => b.started!.number - a.started!.number)[0];
}

/** @throws AppError `sop/version-not-found` */
export function requireVersion(sop: SopFold, versionId: string): VersionFold {
  const version = sop.versions[versionId];
  if (!version?.started || !version.written) throw new AppError('sop/version-not-found', { versionId });
  return version;
}

const notFound = (sopId: string) => new AppError('sop/not-found', { sopId });

export const sopDecider: Decider<SopFold, SopCommand> = { ...sopFold, decide: decideSop };

import { addDays, daysBetween } from '../../../shared/kernel/civil-date.ts';
import { compareNames } from '../../../shared/kernel/compare-names.ts';
import type {
  ChangeRequest,
  CopyRow,
  NumberLink,
  SopDetail,
  SopRow,
  VersionRow,
} from '../../../shared/modules/sop/library-contract.ts';
import {
  effectiveVersion,
  reviewDueOn,
  type SopFold,
  type VersionFold,
  versionStateOf,
  wordsOf,
} from '../../../shared/modules/sop/rules-sop.ts';
import { type changeAnswered, type changeAsked, sopStream } from '../../../shared/modules/sop/version-records.ts';
import type { BodyOf } from '../../../shared/records/define.ts';
import type { Account } from '../../host/people-source.ts';
import { placeOfRecord, placeOfStream } from '../place-of.ts';
import type { SopDesk, SopTableRow } from './desk.ts';
import { numberLinks } from './numbers.ts';
import { accountsOf, mustRead } from './readers.ts';

type Marked<Body> = Body & { readonly mark: { readonly at: string; readonly by: string; readonly hash: string } };

/** Lines of the library, by code and then by title. */
export function sopRows(desk: SopDesk, withRetired: boolean): SopRow[] {
  const rows = desk.rows().filter(({ isRetired }) => withRetired || !isRetired);
  const beside = besideOf(desk, numberLinks(desk, rows));
  return rows
    .map((row) => toRow(desk, row, beside))
    .toSorted(
      (a, b) => compareNames(a.code, b.code) || compareNames(a.title, b.title) || compareNames(a.sopId, b.sopId),
    );
}

function openRuns({ context }: SopDesk): ReadonlyMap<string, number> {
  const rows = context.store.db
    .prepare('SELECT sop_id AS sopId, COUNT(*) AS count FROM sop_runs WHERE is_open = 1 GROUP BY sop_id')
    .all() as { sopId: string; count: number }[];
  return new Map(rows.map(({ sopId, count }) => [sopId, count]));
}

/** What every line of the library is held against; made once for all of them. */
interface Beside {
  readonly links: readonly NumberLink[];
  /** Open runs, by SOP. */
  readonly runs: ReadonlyMap<string, number>;
  readonly accounts: readonly Account[];
  readonly today: string;
}

const besideOf = (desk: SopDesk, links: readonly NumberLink[]): Beside => ({
  ...{ links, runs: openRuns(desk), accounts: accountsOf(desk), today: desk.today() },
});

function toRow(desk: SopDesk, row: SopTableRow, { links, runs, accounts, today }: Beside): SopRow {
  const { facts, sopId } = row;
  const { effective, working } = facts;
  const unread = effective && !row.isRetired ? unreadOf(desk, facts, accounts) : [];
  const lateFrom = effective ? addDays(effective.effectiveOn, facts.readers?.withinDays ?? 0) : today;
  const { actor } = desk.context;
  return {
    ...{ sopId, code: facts.code, title: facts.title, origin: facts.origin, isRetired: row.isRetired },
    effective: effective && {
      ...{ versionId: effective.versionId, number: effective.number, effectiveOn: effective.effectiveOn },
      reviewDueOn: effective.reviewDueOn,
      reviewInDays: daysBetween(today, effective.reviewDueOn),
      unreadCount: unread.length,
      unreadLateCount: today > lateFrom ? unread.length : 0,
    },
    working: working && { versionId: working.versionId, number: working.number, state: working.state },
    openRequestCount: row.openRequests,
    openRunCount: runs.get(sopId) ?? 0,
    differenceCount: links.filter((link) => link.sopId === sopId && link.state === 'differs').length,
    conflictCount: row.conflictCount,
    definitionKeys: [...facts.definitionKeys],
    mustIRead: actor.kind === 'account' && unread.includes(actor.id),
    place: working && desk.drafts.kept(working.versionId) ? 'draft' : placeOfStream(desk.context, sopStream(sopId)),
    changedAt: row.changedAt,
  };
}

/** Ids of the people, among these accounts of the bench, who must read the version in force and have not. */
export function unreadOf(
  desk: SopDesk,
  { readers, effective }: SopTableRow['facts'],
  accounts: readonly Account[],
): string[] {
  if (!effective || !readers) return [];
  const { people } = desk.context;
  return accounts
    .filter((account) => mustRead(readers, account, people.idsOf))
    .filter(({ personId }) => !people.idsOf(personId).some((id) => effective.readBy.includes(id)))
    .map(({ personId }) => personId);
}

export function versionRow(desk: SopDesk, sop: SopFold, version: VersionFold): VersionRow {
  const { versionId, started, submitted, approved, stage } = version;
  const words = wordsOf(version);
  const state = versionStateOf(sop, versionId);
  const kept = desk.drafts.kept(versionId);
  const said = (mark: { at: string; by: string }) => ({ at: mark.at, by: desk.name(mark.by) });
  return {
    ...{ versionId, number: started?.number ?? 0, state, title: words?.title ?? '' },
    basedOnNumber: started?.basedOn ? (sop.versions[started.basedOn]?.started?.number ?? null) : null,
    startedAt: started?.at ?? '',
    startedBy: desk.name(started?.by ?? ''),
    writtenAt: words?.at ?? '',
    writtenBy: desk.name(words?.by ?? ''),
    submitted: submitted && { ...said(submitted.mark), note: submitted.text },
    returnedBecause: stage?.value.state === 'draft' ? version.returnedBecause : '',
    approved: approved && {
      ...said(approved.mark),
      ...{ note: approved.text, hash: approved.mark.hash, effectiveOn: approved.effectiveOn ?? '' },
      isOwnWork: version.wordings[approved.writtenHash]?.by === approved.mark.by,
    },
    inForce: inForceOf(sop, versionId),
    withdrawnBecause: stage?.value.state === 'withdrawn' ? stage.value.text : '',
    writtenHash: words?.hash ?? '',
    hasUnsavedWork: state === 'draft' && kept !== null,
    place:
      state === 'draft' && kept !== null
        ? 'draft'
        : placeOfRecord(desk.context, approved?.mark.hash ?? words?.hash ?? ''),
  };
}

function inForceOf(sop: SopFold, versionId: string): VersionRow['inForce'] {
  const now = effectiveVersion(sop);
  const own = sop.countersigned
    .filter((one) => one.versionId === versionId)
    .toSorted((a, b) => compareNames(a.effectiveOn, b.effectiveOn))[0];
  const isNow = now?.versionId === versionId;
  if (!own || (!isNow && versionStateOf(sop, versionId) === 'approved')) return null;
  const next = sop.countersigned
    .filter(({ replaces }) => replaces === versionId)
    .toSorted((a, b) => compareNames(a.effectiveOn, b.effectiveOn))[0];
  const until = isNow ? null : (next?.effectiveOn ?? sop.retired?.on ?? null);
  return { from: own.effectiveOn, until, reviewDueOn: isNow ? reviewDueOn(sop, now) : own.reviewDueOn };
}

export interface RequestFacts {
  readonly asked: Marked<BodyOf<typeof changeAsked>>;
  readonly answer: Marked<BodyOf<typeof changeAnswered>> | null;
}

/** Change requests of one SOP or of all, the open ones first and the newest of each first. */
export function requestRows(
  desk: SopDesk,
  { sopId, onlyOpen, limit }: { sopId: string | null; onlyOpen: boolean; limit: number },
): ChangeRequest[] {
  const rows = desk.context.store.db
    .prepare(
      `SELECT request FROM sop_requests WHERE (? IS NULL OR sop_id = ?) AND (? = 0 OR is_open = 1)
       ORDER BY is_open DESC, asked_at DESC, request_id LIMIT ?`,
    )
    .pluck()
    .all(sopId, sopId, onlyOpen ? 1 : 0, limit) as string[];
  const sops = new Map<string, SopFold>();
  return rows.map((row) => {
    const { asked, answer } = JSON.parse(row) as RequestFacts;
    const sop = sops.get(asked.sopId) ?? desk.sop(asked.sopId).state;
    sops.set(asked.sopId, sop);
    const version = sop.versions[asked.versionId];
    const { requestId, versionId, stepKey, stepTitle, runId, practice, why } = asked;
    return {
      ...{ requestId, sopId: asked.sopId, versionId, stepKey, stepTitle, runId, practice, why },
      code: sop.added?.code ?? '',
      sopTitle: (version && wordsOf(version)?.title) ?? '',
      versionNumber: version?.started?.number ?? 0,
      askedAt: asked.mark.at,
      askedBy: desk.name(asked.mark.by),
      answer: answer && {
        ...{ answer: answer.answer, reason: answer.reason, at: answer.mark.at, by: desk.name(answer.mark.by) },
        inVersionNumber: answer.inVersionId ? (sop.versions[answer.inVersionId]?.started?.number ?? null) : null,
      },
    };
  });
}

export function copyRows(desk: SopDesk, sop: SopFold): CopyRow[] {
  const now = effectiveVersion(sop);
  const today = desk.today();
  return Object.values(sop.copies)
    .flatMap(({ printed, recalled }): CopyRow[] => {
      if (!printed) return [];
      const { copyId, copyNumber, holder, printedOn, expiresOn, versionId, mark } = printed;
      return [
        {
          ...{ copyId, copyNumber, holder, printedOn, expiresOn },
          versionNumber: sop.versions[versionId]?.started?.number ?? 0,
          printedBy: desk.name(mark.by),
          recalledAt: recalled?.at ?? null,
          mustComeBack: !recalled && (now?.versionId !== versionId || expiresOn < today),
        },
      ];
    })
    .toSorted((a, b) => b.copyNumber - a.copyNumber);
}

export function sopDetail(desk: SopDesk, sopId: string): SopDetail {
  const { state: sop, conflicts, tip } = desk.sop(sopId);
  const table = desk.rows().filter((row) => row.sopId === sopId);
  const links = numberLinks(desk, table);
  return {
    ...toRow(desk, table[0]!, besideOf(desk, links)),
    versions: Object.values(sop.versions)
      .filter(({ started }) => started)
      .map((version) => versionRow(desk, sop, version))
      .toSorted((a, b) => b.number - a.number),
    readers: sop.readers?.value ?? { roles: [], personIds: [], withinDays: 14 },
    requests: requestRows(desk, { sopId, onlyOpen: false, limit: 200 }),
    links,
    copies: copyRows(desk, sop),
    history: historyOf(desk, sop),
    conflicts: conflicts.map(({ code, data }) => ({ code, data: { ...data } })),
    tip: tip ?? '',
    isDeciding: desk.office().isHere,
  };
}

/** Everything that was decided about it, newest first, without the words themselves. */
function historyOf(desk: SopDesk, sop: SopFold): SopDetail['history'] {
  const numberOf = (versionId: unknown) =>
    typeof versionId === 'string' ? (sop.versions[versionId]?.started?.number ?? null) : null;
  return desk.context.store.records
    .read(sopStream(sop.sopId))
    .map((record) => {
      const body = record.body as Record<string, unknown>;
      const text = [body.reason, body.note, body.practice, body.holder, body.printedName].find(
        (one): one is string => typeof one === 'string' && one !== '',
      );
      return {
        ...{ hash: record.hash, at: record.wall, by: desk.name(record.actor), type: record.type },
        versionNumber: numberOf(body.versionId),
        text: text ?? '',
      };
    })
    .toReversed();
}

import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import {
  type NoticeMatch,
  noticeCalls,
  type NoticeRow as ShownNotice,
} from '../../../shared/modules/cases/project-contract.ts';
import { noticeStream } from '../../../shared/modules/cases/project-records.ts';
import {
  isOverdueNotice,
  isSettled,
  matchNotice,
  type NoticeContent,
  type NoticeSubject,
  noticeDecider,
  noticeText,
} from '../../../shared/modules/cases/rules-notice.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName, personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import { perHost } from '../per-host.ts';
import { openCase } from './case-handlers.ts';
import { readInstruments, requireInstrument, todayOf } from './desk.ts';
import { sha256 } from './files.ts';
import { readNoticeFile } from './notice-files.ts';

/** A file that was read and not taken yet; nothing of it is kept. */
interface OpenFile {
  readonly fileName: string;
  readonly fileHash: string;
  readonly notices: ReadonlyMap<number, NoticeContent>;
}

/** A person compares two files at most; a page that opens for ever fills nothing. */
const mostOpen = 4;
const openFilesOf = perHost(() => new Map<string, OpenFile>());

/** A notice's id is its content's: the same notice from two files, on two benches, is one. */
const idOf = (notice: NoticeContent): string => sha256(noticeText(notice)).slice(0, 40);

/** Field notices: read from a file, matched, answered. */
export function createNoticeHandlers(context: HostContext) {
  const os = implement(noticeCalls);
  const { store } = context;
  const author = () => personAuthor(context.actor);

  const isKnown = (noticeId: string): boolean =>
    store.db.prepare('SELECT 1 FROM field_notices WHERE stream = ?').get(noticeStream(noticeId)) !== undefined;

  const matchesOf = (notice: NoticeContent, subjects: readonly NoticeSubject[]): Omit<NoticeMatch, 'answer'>[] =>
    subjects
      .map((subject) => ({
        instrumentId: subject.instrumentId,
        instrumentName: subject.instrumentName,
        serialNumber: subject.serialNumber,
        ...matchNotice(notice, subject),
      }))
      .toSorted((a, b) => matchOrder[a.verdict] - matchOrder[b.verdict]);

  const toRow = (noticeId: string, subjects: readonly NoticeSubject[], today: string): ShownNotice => {
    const { state, conflicts } = store.records.fold(noticeStream(noticeId), noticeDecider);
    const { taken } = state;
    if (!taken) throw new AppError('cases/notice-not-found', { noticeId });
    const { at, by, noticeId: id, fileName, fileHash: _of, hash: _own, ...notice } = taken;
    const matches = matchesOf(taken, subjects).map((match): NoticeMatch => {
      const answer = state.answers[match.instrumentId]?.value;
      return {
        ...match,
        answer: answer
          ? {
              answer: answer.answer,
              note: answer.note,
              at: answer.at,
              by: actorName(answer.by, context),
              caseId: answer.caseId,
            }
          : null,
      };
    });
    const openCount = matches.filter(
      ({ verdict, instrumentId }) => verdict !== 'does-not-apply' && !isSettled(state.answers[instrumentId]?.value),
    ).length;
    return {
      ...notice,
      ...{ id, fileName, matches, openCount, takenAt: at },
      takenBy: actorName(by, context),
      isOverdue: isOverdueNotice(notice.dueOn, openCount, today),
      hasConflict: conflicts.length > 0,
    };
  };

  return os.router({
    list: os.list.handler(async ({ input: { instrumentId, show, limit } }) => {
      const today = await todayOf(context, null);
      const subjects = readSubjects(context);
      const ids = store.db
        .prepare('SELECT notice_id FROM field_notices ORDER BY taken_at DESC, notice_id LIMIT 2000')
        .pluck()
        .all() as string[];
      const rows: ShownNotice[] = [];
      for (const noticeId of ids) {
        if (rows.length >= limit) break;
        const row = toRow(noticeId, subjects, today);
        const own = row.matches.find((match) => match.instrumentId === instrumentId);
        if (instrumentId !== null && (!own || own.verdict === 'does-not-apply')) continue;
        const isOpen =
          instrumentId === null ? row.openCount > 0 : own?.answer == null || own.answer.answer === 'planned';
        if (show === 'all' || isOpen) rows.push(row);
      }
      return rows;
    }),

    get: os.get.handler(async ({ input }) =>
      toRow(input.noticeId, readSubjects(context), await todayOf(context, null)),
    ),

    open: os.open.handler(({ input: { fileName, bytes } }) => {
      const rows = readNoticeFile(bytes);
      const subjects = readSubjects(context);
      const files = openFilesOf(context);
      const importId = newId();
      const notices = new Map<number, NoticeContent>();
      for (const { row, read } of rows) if ('notice' in read) notices.set(row, read.notice);
      files.set(importId, { fileName: fileName.slice(0, 200), fileHash: sha256(bytes), notices });
      for (const id of files.keys()) {
        if (files.size <= mostOpen) break;
        files.delete(id);
      }
      return {
        importId,
        notices: [...notices].map(([row, notice]) => {
          const { number, maker, title, severity, issuedOn, models, serials, lots } = notice;
          const shown = { number, maker, title, severity, issuedOn, models, serials, lots };
          return { row, ...shown, isKnown: isKnown(idOf(notice)), matches: matchesOf(notice, subjects) };
        }),
        rejected: rows.flatMap(({ row, read }) =>
          'notice' in read ? [] : [{ row, code: read.code, data: read.data }],
        ),
      };
    }),

    take: os.take.handler(({ input: { importId, rows } }) => {
      const file = openFilesOf(context).get(importId);
      if (!file) throw new AppError('cases/import-not-found', {});
      const chosen = [...new Set(rows)].flatMap((row) => file.notices.get(row) ?? []);
      if (chosen.length === 0) throw new AppError('cases/rows-not-found', {});
      const by = author();
      const answer = store.transaction(() => {
        let takenCount = 0;
        for (const notice of chosen) {
          const noticeId = idOf(notice);
          const { fileName, fileHash } = file;
          const body = { noticeId, ...notice, fileName, fileHash };
          const { records } = store.records.decide(noticeDecider, noticeStream(noticeId), { do: 'take', body }, by);
          takenCount += records.length;
        }
        return { takenCount, knownCount: chosen.length - takenCount };
      });
      openFilesOf(context).delete(importId);
      return answer;
    }),

    answer: os.answer.handler(({ input: { noticeId, instrumentId, answer, note, opensCase } }) => {
      if (instrumentId !== null) requireInstrument(context, instrumentId);
      const { taken } = store.records.fold(noticeStream(noticeId), noticeDecider).state;
      if (!taken) throw new AppError('cases/notice-not-found', { noticeId });
      const by = author();
      return store.transaction(() => {
        const caseId = opensCase
          ? openCase(
              context,
              {
                instrumentId,
                title: `${taken.number} ${taken.title}`.slice(0, 200),
                description: taken.actions.join('\n').slice(0, 4000),
                kind: 'field-notice',
                reportedBy: taken.maker,
                resultsAffected: 'unknown',
                affectedNote: '',
                hasBackup: 'unknown',
                deadlineOn: taken.dueOn,
                deadlineSource: taken.dueOn === null ? '' : taken.number,
                promisedAt: null,
                assignee: '',
                origin: 'notice',
                happenedAt: null,
                link: { kind: 'notice', id: noticeId },
              },
              by,
            ).caseId
          : null;
        const body = { instrumentId, answer, note, caseId };
        store.records.decide(noticeDecider, noticeStream(noticeId), { do: 'answer', body }, by);
        return { caseId };
      });
    }),
  });
}

const matchOrder = { applies: 0, 'may-apply': 1, 'does-not-apply': 2 } as const;

/** Lots of an instrument looked back at: the newest control runs. */
const mostRuns = 500;

/** Every instrument that is not retired, with the lots this bench has on record for it: of controls and of fitted parts. */
function readSubjects(context: HostContext): NoticeSubject[] {
  const { db } = context.store;
  const controls = db
    .prepare(
      `SELECT DISTINCT control_lot FROM (SELECT control_lot FROM instrument_qc_runs WHERE instrument_id = ?
       ORDER BY hlc DESC LIMIT ${mostRuns}) WHERE control_lot <> ''`,
    )
    .pluck();
  const parts = db
    .prepare("SELECT DISTINCT lot_or_serial FROM part_movements WHERE +instrument_id = ? AND lot_or_serial <> ''")
    .pluck();
  return readInstruments(context)
    .filter(({ serviceStatus }) => serviceStatus !== 'retired')
    .map(({ instrumentId, name, maker, model, definitionKey, serialNumber }) => ({
      ...{ instrumentId, instrumentName: name, maker, model, definitionKey, serialNumber },
      lots: [...(controls.all(instrumentId) as string[]), ...(parts.all(instrumentId) as string[])],
    }));
}

import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { type CountedClass, type CountRow, microscopyContract } from '../../../shared/modules/microscopy/contract.ts';
import { classesStream, countFinished, countStream } from '../../../shared/modules/microscopy/records.ts';
import { binomialAlgorithm, exactLimits } from '../../../shared/modules/microscopy/rules-binomial.ts';
import { classesDecider, countDecider, currentClasses } from '../../../shared/modules/microscopy/rules-records.ts';
import { percentOf } from '../../../shared/modules/microscopy/rules-tally.ts';
import type { Target } from '../../../shared/modules/microscopy/terms.ts';
import { recordVoided } from '../../../shared/records/core-records.ts';
import { type BodyOf, draft, isRecordOf, type RecordOf } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName, personAuthor } from '../authors.ts';
import { CountDesk } from './count-desk.ts';
import { grantFor } from './desk.ts';

/** Cell classes and their keys. */
export function createClassesHandlers(context: HostContext) {
  const os = implement(microscopyContract.classes);
  const { records } = context.store;
  return os.router({
    get: os.get.handler(() => {
      const { state, conflicts } = records.fold(classesStream, classesDecider);
      return { ...currentClasses(state), isDefault: state.terms === null, hasConflict: conflicts.length > 0 };
    }),
    set: os.set.handler(({ input }) => {
      records.decide(classesDecider, classesStream, input, personAuthor(context.actor));
      return {};
    }),
  });
}

interface CountTableRow {
  count_id: string;
  hash: string;
  instrument_id: string;
  instrument_name: string | null;
  slide_hash: string;
  slide_shows: string;
  target: number;
  counted: number;
  is_short: number;
  on_date: string;
  finished_at: string;
  actor: string;
}

const select = `SELECT c.*, i.name AS instrument_name FROM differential_counts c
  LEFT JOIN instruments i ON i.instrument_id = c.instrument_id`;

const toRow = (context: HostContext, row: CountTableRow): CountRow => ({
  countId: row.count_id,
  hash: row.hash,
  instrumentId: row.instrument_id,
  instrumentName: row.instrument_name ?? '',
  slide: { hash: row.slide_hash, shows: row.slide_shows },
  target: row.target as Target,
  counted: row.counted,
  isShort: row.is_short === 1,
  on: row.on_date,
  finishedAt: row.finished_at,
  by: actorName(row.actor, context),
});

export interface FinishedCount {
  readonly row: CountRow;
  readonly record: RecordOf<typeof countFinished>;
}

/** Every class with its share and the limits of it. */
function sharesOf({ classes, rows, counted }: BodyOf<typeof countFinished>): CountedClass[] {
  return classes.map(({ key, name, isCounted }) => {
    const cells = rows.find((row) => row.key === key)?.count ?? 0;
    const limits = isCounted ? exactLimits(cells, counted) : null;
    return { key, name, isCounted, cells, percent: percentOf(cells, counted), limits };
  });
}

/** A finished count that stands. @throws AppError `microscopy/count-not-found` */
export function requireCount(context: HostContext, countId: string): FinishedCount {
  const { db, records } = context.store;
  const row = db.prepare(`${select} WHERE c.count_id = ?`).get(countId) as CountTableRow | undefined;
  const record = row && records.byHash(row.hash);
  if (!(row && record && isRecordOf(record, countFinished))) {
    throw new AppError('microscopy/count-not-found', { countId });
  }
  return { row: toRow(context, row), record };
}

/** Finished counts of one slide, newest first. */
export function countsOfSlide(context: HostContext, slideHash: string): CountRow[] {
  const rows = context.store.db
    .prepare(`${select} WHERE c.slide_hash = ? ORDER BY c.hlc DESC LIMIT 50`)
    .all(slideHash) as CountTableRow[];
  return rows.map((row) => toRow(context, row));
}

/** Counts, from the first press to the signed record. */
export function createCountHandlers(context: HostContext) {
  const os = implement(microscopyContract.counts);
  const { store } = context;
  const desk = new CountDesk(context);

  return os.router({
    open: os.open.handler(({ input: { requestId, instrumentId, slideLabel, target } }) => {
      desk.open(requestId, instrumentId, slideLabel, target);
      return { countId: requestId };
    }),
    inProgress: os.inProgress.handler(({ input: { instrumentId } }) => desk.list(instrumentId)),
    get: os.get.handler(({ input: { countId } }) => desk.view(desk.require(countId))),
    press: os.press.handler(({ input: { countId, from, marks } }) => ({ length: desk.press(countId, from, marks) })),
    change: os.change.handler(({ input: { countId, ...changes } }) => desk.change(countId, changes)),
    discard: os.discard.handler(({ input: { countId } }) => {
      desk.discard(countId);
      return {};
    }),

    finish: os.finish.handler(async ({ input: { countId, shortReason, signing } }) => {
      // Refused before a password is asked for.
      desk.finished(countId, shortReason);
      const grant = await grantFor(context, signing);
      return store.transaction(() => {
        const body = desk.finished(countId, shortReason);
        const author = grant?.author ?? personAuthor(context.actor);
        const { records, folded } = store.records.decide(countDecider, countStream(countId), body, author);
        if (records.length > 0) grant?.sign(records);
        desk.putAway(countId);
        return { countId, hash: folded.state.hash ?? '' };
      });
    }),

    list: os.list.handler(({ input: { instrumentId, limit } }) => {
      const rows = store.db
        .prepare(`${select} WHERE c.instrument_id = coalesce(?, c.instrument_id) ORDER BY c.hlc DESC LIMIT ?`)
        .all(instrumentId, limit) as CountTableRow[];
      return rows.map((row) => toRow(context, row));
    }),

    record: os.record.handler(({ input: { countId } }) => {
      const { row, record } = requireCount(context, countId);
      const { undone, shortReason, startedAt, note, timeZone } = record.body;
      const comparisonIds = store.db
        .prepare('SELECT comparison_id FROM differential_comparisons WHERE ? IN (first_id, second_id) ORDER BY hlc')
        .pluck()
        .all(countId) as string[];
      const needsPassword = context.signing.isPossible;
      return {
        ...{ ...row, undone, shortReason, startedAt, note, timeZone, comparisonIds, needsPassword },
        classes: sharesOf(record.body),
        algorithm: binomialAlgorithm,
      };
    }),

    void: os.void.handler(async ({ input: { countId, reason, signing } }) => {
      requireCount(context, countId);
      const grant = await grantFor(context, signing);
      store.transaction(() => {
        const { record } = requireCount(context, countId);
        const author = grant?.author ?? personAuthor(context.actor);
        const voids = store.records.append(
          [draft(recordVoided, record.stream, { target: record.hash, reason })],
          author,
        );
        grant?.sign([record, ...voids]);
      });
      return {};
    }),
  });
}

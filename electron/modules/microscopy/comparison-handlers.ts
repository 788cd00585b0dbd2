import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import {
  type Comparison,
  type ComparisonRow,
  microscopyContract,
} from '../../../shared/modules/microscopy/contract.ts';
import { comparisonStream, countFinished, readersCompared } from '../../../shared/modules/microscopy/records.ts';
import { binomialAlgorithm } from '../../../shared/modules/microscopy/rules-binomial.ts';
import { compareCounts, compareSource, type ReadCount } from '../../../shared/modules/microscopy/rules-compare.ts';
import { comparisonDecider } from '../../../shared/modules/microscopy/rules-records.ts';
import { isRecordOf, type RecordOf } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName, isSamePerson, personAuthor } from '../authors.ts';
import { nowIn } from '../place-time.ts';
import { countsOfSlide, type FinishedCount, requireCount } from './count-handlers.ts';
import { grantFor, requireInstrument } from './desk.ts';

/** Places that are kept of a computed share; more say nothing of a hundred cells. */
const keptPlaces = 4;
const rounded = (value: number): number => Number(value.toFixed(keptPlaces));

const asRead = ({ record }: FinishedCount): ReadCount => ({
  countId: record.body.countId,
  reader: record.actor,
  slide: record.body.slide,
  classes: record.body.classes,
  rows: record.body.rows,
  isShort: record.body.shortReason !== '',
});

const sideOf = ({ row }: FinishedCount) => ({ countId: row.countId, by: row.by, counted: row.counted, on: row.on });

/** Two finished counts held against each other now. One person is one reader, under whichever joined account. */
function compare(context: HostContext, first: FinishedCount, second: FinishedCount): Comparison {
  const [one, other] = [asRead(first), asRead(second)];
  const reader = isSamePerson(one.reader, other.reader, context) ? one.reader : other.reader;
  const { verdict, why, rows } = compareCounts(one, { ...other, reader });
  return {
    slide: first.row.slide,
    first: sideOf(first),
    second: sideOf(second),
    rows: rows.map((row) => ({
      ...row,
      firstPercent: rounded(row.firstPercent),
      secondPercent: rounded(row.secondPercent),
      low: rounded(row.low),
      high: rounded(row.high),
    })),
    ...{ verdict, why: [...why], algorithm: binomialAlgorithm, source: compareSource },
  };
}

interface ComparisonTableRow {
  comparison_id: string;
  hash: string;
  instrument_name: string | null;
  standing_count: number;
}

const select = `SELECT c.*, i.name AS instrument_name,
    (SELECT count(*) FROM differential_counts d WHERE d.count_id IN (c.first_id, c.second_id)) AS standing_count
  FROM differential_comparisons c LEFT JOIN instruments i ON i.instrument_id = c.instrument_id`;

function recordOf({ store }: HostContext, row: ComparisonTableRow): RecordOf<typeof readersCompared> | undefined {
  const record = store.records.byHash(row.hash);
  return record && isRecordOf(record, readersCompared) ? record : undefined;
}

function toRow(
  context: HostContext,
  row: ComparisonTableRow,
  { body, actor, hash }: RecordOf<typeof readersCompared>,
): ComparisonRow {
  const { comparisonId, instrumentId, slide, verdict, why, first, second, on } = body;
  return {
    ...{ comparisonId, hash, instrumentId, slide, verdict, why, on },
    instrumentName: row.instrument_name ?? '',
    firstBy: actorName(first.reader, context),
    secondBy: actorName(second.reader, context),
    by: actorName(actor, context),
    isUndermined: row.standing_count < 2,
  };
}

/** Two readers of one slide, compared and signed. */
export function createComparisonHandlers(context: HostContext) {
  const os = implement(microscopyContract.comparisons);
  const { store } = context;

  return os.router({
    candidates: os.candidates.handler(({ input: { countId } }) => {
      const { row, record } = requireCount(context, countId);
      const others = countsOfSlide(context, row.slide.hash).filter((one) => one.countId !== countId);
      return others.filter(
        (one) => !isSamePerson(requireCount(context, one.countId).record.actor, record.actor, context),
      );
    }),

    preview: os.preview.handler(({ input: { firstId, secondId } }) =>
      compare(context, requireCount(context, firstId), requireCount(context, secondId)),
    ),

    record: os.record.handler(async ({ input: { requestId, firstId, secondId, note, signing } }) => {
      if (firstId === secondId) throw new AppError('microscopy/same-count', {});
      for (const countId of [firstId, secondId]) requireCount(context, countId);
      const grant = await grantFor(context, signing);
      return store.transaction(() => {
        const [first, second] = [requireCount(context, firstId), requireCount(context, secondId)];
        const { slide, rows, verdict, why, algorithm, source } = compare(context, first, second);
        const { instrumentId, counted } = first.row;
        const { at, on, timeZone } = nowIn(context, requireInstrument(context, instrumentId).place);
        const body = {
          ...{
            comparisonId: requestId,
            instrumentId,
            slide,
            rows,
            verdict,
            why,
            algorithm,
            source,
            note,
            at,
            on,
            timeZone,
          },
          first: { countId: firstId, hash: first.record.hash, reader: first.record.actor, counted },
          second: {
            countId: secondId,
            hash: second.record.hash,
            reader: second.record.actor,
            counted: second.row.counted,
          },
        };
        const author = grant?.author ?? personAuthor(context.actor);
        const { records } = store.records.decide(comparisonDecider, comparisonStream(requestId), body, author);
        if (records.length > 0) grant?.sign(records);
        return { comparisonId: requestId };
      });
    }),

    list: os.list.handler(({ input: { instrumentId, limit } }) => {
      const rows = store.db
        .prepare(`${select} WHERE c.instrument_id = coalesce(?, c.instrument_id) ORDER BY c.hlc DESC LIMIT ?`)
        .all(instrumentId, limit) as ComparisonTableRow[];
      return rows.flatMap((row) => {
        const record = recordOf(context, row);
        return record ? [toRow(context, row, record)] : [];
      });
    }),

    get: os.get.handler(({ input: { comparisonId } }) => {
      const row = store.db.prepare(`${select} WHERE c.comparison_id = ?`).get(comparisonId) as
        | ComparisonTableRow
        | undefined;
      const record = row && recordOf(context, row);
      if (!(row && record)) throw new AppError('microscopy/comparison-not-found', { comparisonId });
      const { slide, first, second, rows, verdict, why, algorithm, source, note, at } = record.body;
      const side = ({ countId, reader, counted, hash }: typeof first) => {
        const count = store.records.byHash(hash);
        const on = count && isRecordOf(count, countFinished) ? count.body.on : '';
        return { countId, by: actorName(reader, context), counted, on };
      };
      return {
        ...{ slide, rows, verdict, why, algorithm, source, note, at },
        first: side(first),
        second: side(second),
        row: toRow(context, row, record),
        needsPassword: context.signing.isPossible,
      };
    }),
  });
}

import { setImmediate } from 'node:timers/promises';
import { addDays, type CivilDate } from '../../../../shared/kernel/civil-date.ts';
import { AppError } from '../../../../shared/kernel/errors.ts';
import { civilDateAt, intlZoneOffset } from '../../../../shared/kernel/zone.ts';
import type { GapRow, ReportBlock } from '../../../../shared/reports/document.ts';
import type { HostContext } from '../../../host/module.ts';
import { defineReport } from '../../../host/report.ts';
import { machineZone, printTime, reportOnSheets } from '../../../host/report-sheet.ts';
import { say } from '../say.ts';
import { areMonths, periodParameters, pieceOf, piecesOf, startOfDay } from './periods.ts';

interface ErrorFacts {
  stream: string;
  instrument_id: string;
  code: string;
  text: string;
  severity: 'info' | 'warn' | 'stop';
  affects_results: string;
  is_open: number;
  raised_at: string;
  raised_count: number;
  acknowledged_at: string | null;
  cleared_at: string | null;
  resolved_at: string | null;
  resolution: string;
  /** `raised_at` in milliseconds; texts with different offsets do not compare. */
  raisedMs: number;
}

/** Rows read before others get a turn. */
const rowsAtOnce = 2000;

const name = { id: 'error-history', version: 1 } as const;

/** Every error of a period with its end and what was done; what has no end is a gap, named. */
export const errorHistory = defineReport({
  ...name,
  paper: 'sheet',
  fields: [
    { kind: 'instrument', key: 'instrumentId', isRequired: false },
    { kind: 'date', key: 'from', isRequired: false },
    { kind: 'date', key: 'to', isRequired: false },
    { kind: 'choice', key: 'show', options: ['all', 'open'] },
  ],
  initial: () => ({ instrumentId: null, from: '', to: '', show: 'all' }),
  parameters: periodParameters(['all', 'open']),
  async collect(context, { instrumentId, from, to, show }, paper) {
    const zone = machineZone();
    const names = instrumentNames(context);
    if (instrumentId !== null && !names.has(instrumentId))
      throw new AppError('instruments/not-found', { instrumentId });
    const errors = (await readErrors(context, instrumentId)).filter(
      (error) =>
        (show === 'all' || error.is_open === 1) &&
        (from === null || error.raisedMs >= startOfDay(from, zone)) &&
        (to === null || error.raisedMs < startOfDay(addDays(to, 1), zone)),
    );
    const nameOf = (error: ErrorFacts) => names.get(error.instrument_id) ?? error.instrument_id;
    const dayOf = (ms: number): CivilDate => civilDateAt(ms, zone, intlZoneOffset);
    const today = dayOf(context.clock.wallMs());
    const first = from ?? (errors[0] ? dayOf(errors[0].raisedMs) : today);
    const last = to ?? today;
    const open = errors.filter((error) => error.is_open === 1);
    return reportOnSheets(context, name, paper, {
      title: say('reports.error-history.title'),
      subtitle: instrumentId === null ? say('error-history.all-instruments') : (names.get(instrumentId) ?? ''),
      orientation: 'landscape',
      facts: [
        { label: say('error-history.period'), value: `${first} - ${last}` },
        { label: say('error-history.count'), value: String(errors.length) },
        { label: say('error-history.open-count'), value: String(open.length) },
      ],
      versions: [
        {
          kind: 'algorithm',
          name: say('error-history.algorithm'),
          version: '1',
          source: say('error-history.algorithm-source'),
        },
      ],
      blocks: [
        chartOf(errors, first, last, dayOf),
        tableOf(errors, nameOf, zone),
        {
          kind: 'gaps',
          rows: open.map((error): GapRow => gapOf(error, nameOf(error), zone)),
          none: say('error-history.no-gaps'),
        },
        { kind: 'signatures', rows: [], blanks: [], none: say('error-history.no-signatures') },
      ],
    });
  },
});

function instrumentNames(context: HostContext): Map<string, string> {
  const rows = context.store.db.prepare('SELECT instrument_id, name FROM instruments').raw().all();
  return new Map(rows as [string, string][]);
}

/** Errors in the order they were raised, read in pieces so that a line that talks meanwhile is served. */
async function readErrors(context: HostContext, instrumentId: string | null): Promise<ErrorFacts[]> {
  const page = context.store.db.prepare(
    `SELECT stream, instrument_id, code, text, severity, affects_results, is_open, raised_at, raised_count,
       acknowledged_at, cleared_at, resolved_at, resolution FROM errors
     WHERE stream > ? AND (? IS NULL OR instrument_id = ?) ORDER BY stream LIMIT ?`,
  );
  const errors: ErrorFacts[] = [];
  for (let after = ''; ; ) {
    const rows = page.all(after, instrumentId, instrumentId, rowsAtOnce) as ErrorFacts[];
    for (const row of rows) errors.push({ ...row, raisedMs: Date.parse(row.raised_at) });
    const last = rows.at(-1);
    if (!last || rows.length < rowsAtOnce) break;
    after = last.stream;
    await setImmediate();
  }
  return errors.sort((a, b) => a.raisedMs - b.raisedMs || (a.stream < b.stream ? -1 : 1));
}

const touchesResults = (error: ErrorFacts) => error.affects_results === 'yes' || error.affects_results === 'flagged';

function chartOf(
  errors: readonly ErrorFacts[],
  from: CivilDate,
  to: CivilDate,
  dayOf: (ms: number) => CivilDate,
): ReportBlock {
  const pieces = piecesOf(from, to);
  const counts = pieces.map(() => [0, 0]);
  for (const error of errors) {
    const count = counts[pieceOf(pieces, dayOf(error.raisedMs))];
    if (count) count[touchesResults(error) ? 0 : 1]! += 1;
  }
  return {
    kind: 'chart',
    caption: say(areMonths(pieces) ? 'error-history.by-month' : 'error-history.by-week'),
    unit: '',
    series: [
      { name: say('error-history.series.results'), pattern: 'solid' },
      { name: say('error-history.series.other'), pattern: 'hatched' },
    ],
    bars: pieces.map(({ label }, index) => ({ label, values: counts[index] ?? [] })),
    none: say('error-history.none'),
  };
}

function tableOf(errors: readonly ErrorFacts[], nameOf: (error: ErrorFacts) => string, zone: string): ReportBlock {
  return {
    kind: 'table',
    caption: say('error-history.table'),
    columns: [
      { title: say('error-history.raised'), kind: 'text', weight: 3 },
      { title: say('error-history.instrument'), kind: 'text', weight: 3 },
      { title: say('error-history.code'), kind: 'text', weight: 6 },
      { title: say('error-history.severity'), kind: 'text', weight: 2 },
      { title: say('error-history.times'), kind: 'number', weight: 1 },
      { title: say('error-history.ended'), kind: 'text', weight: 4 },
      { title: say('error-history.done'), kind: 'text', weight: 6 },
    ],
    rows: errors.map((error) => [
      printTime(error.raisedMs, zone),
      nameOf(error),
      error.text === '' ? error.code : `${error.code}: ${error.text}`,
      say(`error-history.severity.${error.severity}`),
      String(error.raised_count),
      endOf(error, zone),
      error.resolution,
    ]),
    none: say('error-history.none'),
  };
}

function endOf(error: ErrorFacts, zone: string): string {
  const { acknowledged_at: acknowledged, resolved_at: resolved, cleared_at: cleared } = error;
  const seen = acknowledged === null ? [] : [say('error-history.acknowledged', { at: printTime(acknowledged, zone) })];
  const ended =
    resolved !== null
      ? say('error-history.resolved', { at: printTime(resolved, zone) })
      : cleared !== null
        ? say('error-history.cleared', { at: printTime(cleared, zone) })
        : say('error-history.still-open');
  return [...seen, ended].join('\n');
}

function gapOf(error: ErrorFacts, name: string, zone: string): GapRow {
  const why = touchesResults(error) ? 'error-history.gap.results-why' : 'error-history.gap.open-why';
  return {
    what: say('error-history.gap.open', { code: error.code, name }),
    when: printTime(error.raisedMs, zone),
    why: say(why),
  };
}

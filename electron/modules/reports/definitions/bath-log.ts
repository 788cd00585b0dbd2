import * as z from 'zod';
import type { BathBoard, FillRow, RunRow, StationRow } from '../../../../shared/modules/processing/contract.ts';
import type { ReportBlock } from '../../../../shared/reports/document.ts';
import { defineReport } from '../../../host/report.ts';
import { machineZone, printTime, reportOnSheets } from '../../../host/report-sheet.ts';
import { say, sayKey } from '../say.ts';
import { number, text } from './columns.ts';
import { optionalDate } from './periods.ts';

const name = { id: 'bath-log', version: 1 } as const;

/** Most rows of each table: a year of thirty runs a day. */
export const mostRows = 12_000;

/** Questions both papers of baths ask: one instrument and a period that may be left open. */
export const ofInstrument = z
  .object({ instrumentId: z.string().min(1).max(64), from: optionalDate, to: optionalDate })
  .refine(({ from, to }) => from === null || to === null || from <= to, { path: ['to'] });

export const instrumentAndPeriod = [
  { kind: 'instrument', key: 'instrumentId', isRequired: true },
  { kind: 'date', key: 'from', isRequired: false },
  { kind: 'date', key: 'to', isRequired: false },
] as const;

export const sayPeriod = (from: string | null, to: string | null, today: string): string =>
  `${from ?? say('baths.from-start')}, ${say('baths.to-now', { day: to ?? today })}`;

const stateOf = (station: StationRow): string => sayKey(`processing.state.${station.state}`);
const expiryOf = (expiresOn: string | null): string =>
  expiresOn === 'not-stated' ? say('baths.not-stated') : (expiresOn ?? '');

/** How the baths stand now, every change and every run of a period; what is past its limits is a gap, named. */
export const bathLog = defineReport({
  ...name,
  paper: 'sheet',
  fields: instrumentAndPeriod,
  initial: () => ({ instrumentId: null, from: '', to: '' }),
  parameters: ofInstrument,
  async collect(context, { instrumentId, from, to }, paper) {
    const asked = { instrumentId, limit: mostRows, from, to };
    const { processing } = context.calls;
    const [board, runs, fills] = await Promise.all([
      processing.board({ instrumentId }),
      processing.runs.list(asked),
      processing.fills.list({ ...asked, stationId: null }),
    ]);
    return reportOnSheets(context, name, paper, {
      title: say('reports.bath-log.title'),
      subtitle: board.instrumentName,
      orientation: 'landscape',
      facts: [
        { label: say('baths.period'), value: sayPeriod(from, to, board.today) },
        { label: say('baths.count-unit'), value: sayKey(`processing.unit.${board.countUnit}`) },
        { label: say('baths.fills-count'), value: String(fills.length) },
        { label: say('baths.runs-count'), value: String(runs.length) },
      ],
      blocks: [
        standing(board),
        changes(fills),
        runTable(runs),
        {
          kind: 'gaps',
          rows: board.stations.filter(isGap).map((station) => ({
            what: say('baths.gap', { position: station.position, content: station.content }),
            when: station.dueOn ?? '',
            why: [stateOf(station), ...station.why.map((one) => sayKey(`processing.why.${one}`))].join('. '),
          })),
          none: say('baths.no-gaps'),
        },
        { kind: 'signatures', rows: [], blanks: [say('baths.review-line')], none: say('baths.no-signatures') },
      ],
    });
  },
});

const isGap = ({ state }: StationRow): boolean => state !== 'current' && state !== 'due-soon' && state !== 'out-of-use';

function sayLimits({ countLimit, dayLimit }: StationRow, unit: string): string {
  const blank = say('baths.limit.blank');
  const count =
    countLimit === 'not-used'
      ? ''
      : countLimit === null
        ? blank
        : say('baths.limit.count', { limit: countLimit, unit });
  const days = dayLimit === 'not-used' ? '' : dayLimit === null ? blank : say('baths.limit.days', { limit: dayLimit });
  return count !== '' && days !== '' ? say('baths.limit.or', { count, days }) : count || days;
}

function standing({ stations, countUnit, today }: BathBoard): ReportBlock {
  const unit = sayKey(`processing.unit.${countUnit}`);
  return {
    kind: 'table',
    caption: say('baths.standing', { day: today }),
    columns: [
      number(say('baths.column.bath'), 1),
      text(say('baths.column.content'), 4),
      text(say('baths.column.limits'), 4),
      text(say('baths.column.source'), 4),
      text(say('baths.column.lot'), 3),
      text(say('baths.column.expires'), 2),
      number(say('baths.column.used'), 2),
      text(say('baths.column.due'), 2),
      text(say('baths.column.state'), 3),
    ],
    rows: stations.map((station) => [
      ...[String(station.position), station.fill?.content || station.content, sayLimits(station, unit)],
      ...[station.source, station.fill?.lot ?? '', expiryOf(station.fill?.expiresOn ?? null)],
      ...[station.usedCount === null ? '' : String(station.usedCount), station.dueOn ?? '', stateOf(station)],
    ]),
    none: say('baths.none'),
  };
}

function changes(rows: readonly FillRow[]): ReportBlock {
  const zone = machineZone();
  return {
    kind: 'table',
    caption: say('baths.fills'),
    columns: [
      text(say('baths.column.at'), 4),
      number(say('baths.column.bath'), 1),
      text(say('baths.column.content'), 4),
      text(say('baths.column.act'), 3),
      text(say('baths.column.lot'), 3),
      text(say('baths.column.expires'), 2),
      text(say('baths.column.opened'), 2),
      text(say('report.who'), 3),
      text(say('baths.column.note'), 3),
    ],
    rows: rows.map((row) => {
      const act = sayKey(`processing.act.${row.act}`);
      return [
        ...[printTime(row.at, zone), String(row.position), row.content],
        row.fromPosition === null ? act : say('baths.from-bath', { act, position: row.fromPosition }),
        ...[row.lot, expiryOf(row.expiresOn), row.openedOn ?? '', row.by, row.note],
      ];
    }),
    none: say('baths.no-fills'),
  };
}

function runTable(rows: readonly RunRow[]): ReportBlock {
  const zone = machineZone();
  return {
    kind: 'table',
    caption: say('baths.runs'),
    columns: [
      text(say('baths.column.at'), 4),
      text(say('baths.column.program'), 5),
      number(say('baths.column.count'), 2),
      text(say('baths.column.outcome'), 3),
      text(say('report.who'), 3),
      text(say('baths.column.note'), 4),
    ],
    rows: rows.map((row) => [
      printTime(row.at, zone),
      row.programVersion === null
        ? say('baths.no-program')
        : say('baths.version', { name: row.programName, version: row.programVersion }),
      ...[String(row.count), sayKey(`processing.outcome.${row.outcome}`), row.by, row.note],
    ]),
    none: say('baths.no-runs'),
  };
}

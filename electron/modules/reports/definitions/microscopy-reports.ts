import * as z from 'zod';
import type { CountDetail, ScaleRow } from '../../../../shared/modules/microscopy/contract.ts';
import type { ReportBlock } from '../../../../shared/reports/document.ts';
import { defineReport } from '../../../host/report.ts';
import { printTime, reportOnSheets } from '../../../host/report-sheet.ts';
import { say, sayKey } from '../say.ts';
import { number, text } from './columns.ts';
import { signaturesOf } from './signatures.ts';
import { cut, sayVerdict } from './verdicts.ts';

/** Counts and comparisons offered in the form, newest first. */
const offered = 200;
/** One place, as limits are printed everywhere. */
const showPercent = (value: number): string => (Math.round(value * 10) / 10).toFixed(1);
const limits = (low: number, high: number): string =>
  say('microscopy.limits-are', { low: showPercent(low), high: showPercent(high) });
const sayWhys = (whys: readonly string[]): string => whys.map((why) => sayKey(`microscopy.why.${why}`)).join(' ');

const countName = { id: 'differential-count', version: 1 } as const;

/** One manual differential count, as it was signed. The slide is named by its last characters only. */
export const differentialCount = defineReport({
  ...countName,
  paper: 'sheet',
  async fields(context) {
    const rows = await context.calls.microscopy.counts.list({ instrumentId: null, limit: offered });
    const options = rows.map(({ countId, slide, by, on, counted, target }) => ({
      value: countId,
      label: cut(say('microscopy.count.label', { slide: slide.shows, by }), 120),
      detail: `${on}, ${say('microscopy.count.counted', { counted, target })}`,
    }));
    return [{ kind: 'pick', key: 'countId', options }];
  },
  initial: () => ({ countId: null }),
  parameters: z.object({ countId: z.string().min(1).max(64) }),
  async collect(context, { countId }, paper) {
    const count = await context.calls.microscopy.counts.record({ countId });
    const { counted, target, shortReason } = count;
    return reportOnSheets(context, countName, paper, {
      title: say('microscopy.count.title', { slide: count.slide.shows }),
      facts: [
        { label: say('microscopy.facts.microscope'), value: count.instrumentName },
        {
          label: say('microscopy.facts.reader'),
          value: say('report.at-by', { at: printTime(count.finishedAt), by: count.by }),
        },
        { label: say('microscopy.facts.counted'), value: say('microscopy.count.counted', { counted, target }) },
        { label: say('microscopy.facts.undone'), value: String(count.undone) },
        { label: say('microscopy.facts.short'), value: cut(shortReason, 400) },
        { label: say('microscopy.facts.note'), value: cut(count.note, 400) },
      ].filter(({ value }) => value !== ''),
      versions: [
        {
          kind: 'algorithm',
          name: say('microscopy.algorithm'),
          version: count.algorithm,
          source: say('microscopy.algorithm-source'),
        },
      ],
      blocks: [
        countedTable(count),
        ...besideTable(count),
        {
          kind: 'gaps',
          rows: count.isShort
            ? [{ what: say('microscopy.gap.short'), when: count.on, why: cut(shortReason, 300) }]
            : [],
          none: say('microscopy.no-gaps'),
        },
        {
          kind: 'signatures',
          rows: await signaturesOf(context, [count.hash], () => say('microscopy.signed-count')),
          blanks: [],
          none: say('microscopy.no-signatures'),
        },
      ],
    });
  },
});

function countedTable(count: CountDetail): ReportBlock {
  return {
    kind: 'table',
    caption: say('microscopy.table.counted'),
    columns: [
      text(say('microscopy.column.class'), 5),
      number(say('microscopy.column.cells'), 2),
      number(say('microscopy.column.percent'), 2),
      text(say('microscopy.column.limits'), 3),
    ],
    rows: count.classes
      .filter(({ isCounted }) => isCounted)

      .map(({ name, cells, percent, limits: held }) => [
        name,
        String(cells),
        showPercent(percent),
        held === null ? '' : limits(held.low, held.high),
      ]),
    none: say('microscopy.table.none'),
  };
}

function besideTable(count: CountDetail): ReportBlock[] {
  const beside = count.classes.filter(({ isCounted, cells }) => !isCounted && cells > 0);
  if (beside.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: say('microscopy.table.beside'),
      columns: [
        text(say('microscopy.column.class'), 5),
        number(say('microscopy.column.cells'), 2),
        number(say('microscopy.column.per-hundred'), 3),
      ],
      rows: beside.map(({ name, cells, percent }) => [name, String(cells), showPercent(percent)]),
      none: say('microscopy.table.none'),
    },
  ];
}

const comparisonName = { id: 'reader-comparison', version: 1 } as const;

/** Two readers of one slide, with the limits and the verdict as they were recorded. */
export const readerComparison = defineReport({
  ...comparisonName,
  paper: 'sheet',
  async fields(context) {
    const rows = await context.calls.microscopy.comparisons.list({ instrumentId: null, limit: offered });
    const options = rows.map(({ comparisonId, slide, firstBy, secondBy, on, verdict }) => ({
      value: comparisonId,
      label: cut(say('microscopy.compare.label', { slide: slide.shows, first: firstBy, second: secondBy }), 120),
      detail: `${on}, ${sayVerdict(verdict)}`,
    }));
    return [{ kind: 'pick', key: 'comparisonId', options }];
  },
  initial: () => ({ comparisonId: null }),
  parameters: z.object({ comparisonId: z.string().min(1).max(64) }),
  async collect(context, { comparisonId }, paper) {
    const found = await context.calls.microscopy.comparisons.get({ comparisonId });
    const { row, first, second, verdict, why } = found;
    const sideOf = ({ by, on, counted }: typeof first): string => `${by}, ${on}, ${counted}`;
    return reportOnSheets(context, comparisonName, paper, {
      title: say('microscopy.compare.title', { slide: found.slide.shows }),
      subtitle: cut(`${sayVerdict(verdict)}. ${sayWhys(why)}`.trim(), 300),
      facts: [
        { label: say('report.verdict'), value: sayVerdict(verdict) },
        { label: say('microscopy.facts.microscope'), value: row.instrumentName },
        { label: say('microscopy.facts.first'), value: sideOf(first) },
        { label: say('microscopy.facts.second'), value: sideOf(second) },
        {
          label: say('microscopy.facts.recorded'),
          value: say('report.at-by', { at: printTime(found.at), by: row.by }),
        },
        { label: say('microscopy.facts.note'), value: cut(found.note, 400) },
      ].filter(({ value }) => value !== ''),
      versions: [
        {
          kind: 'algorithm',
          name: say('microscopy.algorithm'),
          version: found.algorithm,
          source: cut(found.source, 400),
        },
      ],
      blocks: [
        {
          kind: 'table',
          caption: say('microscopy.table.compared'),
          columns: [
            text(say('microscopy.column.class'), 5),
            number(say('microscopy.column.first'), 3),
            number(say('microscopy.column.second'), 3),
            text(say('microscopy.column.limits'), 3),
            text(say('microscopy.column.within'), 2),
          ],
          rows: found.rows.map((one) => [
            one.name,
            say('microscopy.share-is', { cells: one.first, percent: showPercent(one.firstPercent) }),
            say('microscopy.share-is', { cells: one.second, percent: showPercent(one.secondPercent) }),
            limits(one.low, one.high),
            say(one.isWithin ? 'microscopy.within' : 'microscopy.outside'),
          ]),
          none: say('microscopy.table.none'),
        },
        {
          kind: 'gaps',
          rows: [
            ...(verdict === 'cannot-evaluate'
              ? [{ what: say('microscopy.gap.compare'), when: row.on, why: cut(sayWhys(why), 300) }]
              : []),
            ...(row.isUndermined
              ? [
                  {
                    what: say('microscopy.gap.undermined'),
                    when: row.on,
                    why: say('microscopy.gap.undermined-why'),
                  },
                ]
              : []),
          ],
          none: say('microscopy.no-gaps'),
        },
        {
          kind: 'signatures',
          rows: await signaturesOf(context, [row.hash], () => say('microscopy.signed-comparison')),
          blanks: [],
          none: say('microscopy.no-signatures'),
        },
      ],
    });
  },
});

const scalesName = { id: 'eyepiece-scales', version: 1 } as const;

/** Every stage-micrometer calibration of one microscope that stands, with the value before and the drift. */
export const eyepieceScales = defineReport({
  ...scalesName,
  paper: 'sheet',
  fields: [{ kind: 'instrument', key: 'instrumentId', isRequired: true }],
  initial: () => ({ instrumentId: null }),
  parameters: z.object({ instrumentId: z.string().min(1).max(64) }),
  async collect(context, { instrumentId }, paper) {
    const instrument = await context.calls.instruments.get({ instrumentId });
    const scales = await context.calls.microscopy.scales.list({ instrumentId });
    const named = new Map(scales.map(({ hash, terms }) => [hash, terms.objective]));
    return reportOnSheets(context, scalesName, paper, {
      title: say('microscopy.scales.title', { name: instrument.name }),
      orientation: 'landscape',
      facts: [{ label: say('microscopy.facts.microscope'), value: instrument.name }],
      versions: [
        {
          kind: 'algorithm',
          name: say('microscopy.scale-algorithm'),
          version: scales[0]?.algorithm ?? say('microscopy.scales.none'),
          source: say('microscopy.scale-source'),
        },
      ],
      blocks: [
        scalesTable(scales),
        {
          kind: 'gaps',
          rows: scales
            .filter(({ verdict }) => verdict === 'cannot-evaluate')
            .map(({ terms, on, why }) => ({
              what: say('microscopy.gap.scale', { objective: terms.objective }),
              when: on,
              why: cut(sayWhys(why), 300),
            })),
          none: say(scales.length === 0 ? 'microscopy.scales.none' : 'microscopy.no-gaps'),
        },
        {
          kind: 'signatures',
          rows: await signaturesOf(context, [...named.keys()], ({ targets }) =>
            say('microscopy.signed-scale', {
              objective: targets.map(({ hash }) => named.get(hash)).find((one) => one !== undefined) ?? '',
            }),
          ),
          blanks: [],
          none: say('microscopy.no-signatures'),
        },
      ],
    });
  },
});

function scalesTable(scales: readonly ScaleRow[]): ReportBlock {
  return {
    kind: 'table',
    caption: say('reports.eyepiece-scales.title'),
    columns: [
      text(say('microscopy.column.objective'), 4),
      text(say('microscopy.column.on'), 3),
      text(say('microscopy.column.readings'), 5),
      number(say('microscopy.column.pitch'), 2),
      number(say('microscopy.column.value'), 3),
      number(say('microscopy.column.before'), 3),
      number(say('microscopy.column.drift'), 2),
      number(say('microscopy.column.limit'), 2),
      text(say('report.verdict'), 4),
      text(say('report.who'), 4),
    ],
    rows: scales.map(({ terms, on, umPerDivision, previous, driftPercent, verdict, by, isCurrent }) => [
      isCurrent ? say('microscopy.scale-in-use', { objective: terms.objective }) : terms.objective,
      on,
      terms.readings
        .map(({ stageDivisions, eyepieceDivisions }) => `${stageDivisions}/${eyepieceDivisions}`)
        .join(', '),
      terms.pitchUm,
      String(umPerDivision),
      previous === null ? '' : String(previous.umPerDivision),
      driftPercent === null ? '' : driftPercent.toFixed(2),
      terms.driftLimitPercent ?? '',
      sayVerdict(verdict),
      by,
    ]),
    none: say('microscopy.scales.none'),
  };
}

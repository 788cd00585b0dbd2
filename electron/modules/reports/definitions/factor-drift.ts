import * as z from 'zod';
import type { FactorPoint } from '../../../../shared/modules/calibration/verification-contract.ts';
import type { ReportBlock } from '../../../../shared/reports/document.ts';
import { heldSince, inOrderHeld } from '../../../../shared/reports/held-since.ts';
import { defineReport } from '../../../host/report.ts';
import { printTime, reportOnSheets } from '../../../host/report-sheet.ts';
import { say } from '../say.ts';
import { signaturesOf } from './signatures.ts';
import { sayVerdict } from './verdicts.ts';

const name = { id: 'factor-drift', version: 1 } as const;

/** Every factor of one instrument over time, and how far the calibrator was found off before each change. */
export const factorDrift = defineReport({
  ...name,
  paper: 'sheet',
  fields: [{ kind: 'instrument', key: 'instrumentId', isRequired: true }],
  initial: () => ({ instrumentId: null }),
  parameters: z.object({ instrumentId: z.string().min(1).max(64) }),
  async collect(context, { instrumentId }, paper) {
    const instrument = await context.calls.instruments.get({ instrumentId });
    const points = await context.calls.calibration.factors.history({
      instrumentId,
      parameter: null,
      fromOn: null,
      toOn: null,
      limit: 2000,
    });
    const parameters = [...new Map(points.map(({ parameter, label }) => [parameter, label])).entries()];
    return reportOnSheets(context, name, paper, {
      title: say('drift.title', { name: instrument.name }),
      facts: [
        { label: say('drift.facts.points'), value: String(points.length) },
        {
          label: say('drift.facts.parameters'),
          value: parameters
            .map(([, label]) => label)
            .join(', ')
            .slice(0, 400),
        },
      ].filter(({ value }) => value !== ''),
      blocks: [
        ...parameters.flatMap(([parameter, label]) => {
          const own = points.filter((point) => point.parameter === parameter);
          return [factorChart(label, own), ...foundChart(label, own), table(label, own)];
        }),
        {
          kind: 'gaps',
          rows: points
            .filter(({ decision, sessionId }) => decision === 'noted' && sessionId === null)
            .map(({ label, on, by }) => ({
              what: say('drift.gap', { label }),
              when: on,
              why: say('drift.gap-why', { by }),
            })),
          none: say(points.length === 0 ? 'drift.none' : 'drift.no-gaps'),
        },
        {
          kind: 'signatures',
          rows: await signaturesOf(
            context,
            points.map(({ hash }) => hash),
            () => say('drift.signed'),
          ),
          blanks: [],
          none: say('drift.no-signatures'),
        },
      ],
    });
  },
});

const numberIn = (text: string | null): number => (text === null ? Number.NaN : Number(text));

function factorChart(label: string, points: readonly FactorPoint[]): ReportBlock {
  return {
    kind: 'time-chart',
    caption: say('drift.chart', { label }),
    unit: '%',
    points: inOrderHeld(points)
      .map((point) => ({
        at: heldSince(point),
        value: numberIn(point.after),
        isHollow: point.decision === 'service-called',
      }))
      .filter(({ value }) => Number.isFinite(value)),
    levels: [{ value: 100, look: 'target' }],
    join: 'step',
    none: say('drift.none'),
  };
}

/** Nothing is drawn where no calibration recorded what it found. */
function foundChart(label: string, points: readonly FactorPoint[]): ReportBlock[] {
  const found = points
    .map(({ at, asFoundPercent }) => ({ at, value: numberIn(asFoundPercent), isHollow: false }))
    .filter(({ value }) => Number.isFinite(value));
  if (found.length === 0) return [];
  return [
    {
      kind: 'time-chart',
      caption: say('drift.found-chart', { label }),
      unit: '%',
      points: found,
      levels: [{ value: 0, look: 'target' }],
      join: 'straight',
      none: say('drift.none'),
    },
  ];
}

function table(label: string, points: readonly FactorPoint[]): ReportBlock {
  const number = (title: string) => ({ title, kind: 'number' as const, weight: 2 });
  return {
    kind: 'table',
    caption: label,
    columns: [
      { title: say('drift.column.at'), kind: 'text', weight: 4 },
      number(say('drift.column.before')),
      number(say('drift.column.after')),
      number(say('drift.column.shadow')),
      number(say('drift.column.found')),
      number(say('drift.column.left')),
      { title: say('drift.column.decision'), kind: 'text', weight: 3 },
      { title: say('report.verdict'), kind: 'text', weight: 3 },
      { title: say('report.who'), kind: 'text', weight: 3 },
    ],
    rows: points.map((point) => [
      printTime(point.at),
      point.before ?? '',
      point.after,
      point.shadow ?? '',
      point.asFoundPercent ?? '',
      point.asLeftPercent ?? '',
      say(`calibration.decision.${point.decision}`),
      sayVerdict(point.verdict),
      [point.by, point.note].filter(Boolean).join('. '),
    ]),
    none: say('drift.none'),
  };
}

import { addDays, type CivilDate } from '../../../../shared/kernel/civil-date.ts';
import type { DowntimeRow } from '../../../../shared/modules/maintenance/service-contract.ts';
import type { ReportBlock } from '../../../../shared/reports/document.ts';
import { printTime } from '../../../host/report-sheet.ts';
import { say } from '../say.ts';
import { type BinderScope, type BinderSection, isWithin } from './binder-scope.ts';
import { areMonths, piecesOf, startOfDay } from './periods.ts';
import { sayEvents } from './return-to-service.ts';

/** More than a busy lab has in the longest period of a binder. */
const mostRows = 500;
const hourMs = 3_600_000;

/** Lists of what had to be proven before an instrument went back, and who reviewed them. */
export async function returnsSection(scope: BinderScope): Promise<BinderSection> {
  const { context, instrumentId, zone } = scope;
  const all = await context.calls.maintenance.service.rts.list({ instrumentId, show: 'all', limit: mostRows });
  const lists = all.filter(({ raisedAt }) => isWithin(scope, raisedAt));
  const signed = new Map<string, string>();
  for (const { id, instrumentName, state } of lists) {
    if (state !== 'returned') continue;
    const { review } = await context.calls.maintenance.service.rts.get({ rtsId: id });
    if (review) signed.set(review.hash, say('binder.signed-rts', { name: instrumentName }));
  }
  return {
    citation: '42 CFR 493.1254(a)(2), 493.1255(b)(3), 493.1256(f)',
    title: say('binder.rts'),
    signed,
    blocks: [
      {
        kind: 'table',
        caption: say('binder.rts'),
        columns: [
          { title: say('binder.column.instrument'), kind: 'text', weight: 3 },
          { title: say('binder.column.events'), kind: 'text', weight: 5 },
          { title: say('binder.column.raised'), kind: 'text', weight: 4 },
          { title: say('binder.column.state'), kind: 'text', weight: 3 },
          { title: say('binder.column.returned'), kind: 'text', weight: 4 },
        ],
        rows: lists.map((list) => [
          list.instrumentName,
          sayEvents(list.events),
          say('rts.facts.raised-line', { at: printTime(list.raisedAt, zone), by: list.raisedBy }),
          say(`rts.state.${list.state}`),
          list.returnedAt === null ? '' : `${printTime(list.returnedAt, zone)}, ${list.reviewedBy}`,
        ]),
        none: say('binder.no-rts'),
      },
    ],
    gaps: lists
      .filter(({ state }) => state !== 'returned')
      .map((list) => ({
        what: say('rts.title', { name: list.instrumentName }),
        when: printTime(list.raisedAt, zone),
        why: say(`rts.state.${list.state}`),
      })),
  };
}

/** Signed exceptions: they prove nothing, and are shown for that. */
export async function exceptionsSection(scope: BinderScope): Promise<BinderSection> {
  const { context, instrumentId, zone } = scope;
  const all = await context.calls.maintenance.service.readiness.overrides({ instrumentId, limit: mostRows });
  const overrides = all.filter(({ from }) => isWithin(scope, from));
  return {
    citation: '42 CFR 493.1256(f)',
    title: say('binder.overrides'),
    signed: new Map(overrides.map((one) => [one.hash, say('binder.signed-override', { name: one.instrumentName })])),
    blocks: [
      {
        kind: 'table',
        caption: say('binder.overrides'),
        columns: [
          { title: say('binder.column.instrument'), kind: 'text', weight: 3 },
          { title: say('binder.column.from-to'), kind: 'text', weight: 4 },
          { title: say('binder.column.by'), kind: 'text', weight: 3 },
          { title: say('binder.column.reason'), kind: 'text', weight: 7 },
        ],
        rows: overrides.map((one) => [
          one.instrumentName,
          `${printTime(one.from, zone)}\n${printTime(one.until, zone)}`,
          one.by,
          one.reason,
        ]),
        none: say('binder.no-overrides'),
      },
    ],
  };
}

/** How much of the period each instrument could be used, and its downtime week by week. */
export async function availabilitySection(scope: BinderScope): Promise<BinderSection> {
  const { context, instrumentId, from, to } = scope;
  const { service } = context.calls.maintenance;
  const { rows, formulae } = await service.availability({ instrumentId, fromOn: from, toOn: to });
  const downtimes = await service.downtime.list({ instrumentId, show: 'all', limit: mostRows });
  return {
    citation: '42 CFR 493.1282',
    title: say('binder.availability'),
    blocks: [
      {
        kind: 'table',
        caption: say('binder.availability'),
        columns: [
          { title: say('binder.column.instrument'), kind: 'text', weight: 5 },
          { title: say('binder.column.availability'), kind: 'number', weight: 2 },
          { title: say('binder.column.planned'), kind: 'number', weight: 2 },
          { title: say('binder.column.unplanned'), kind: 'number', weight: 2 },
          { title: say('binder.column.failures'), kind: 'number', weight: 2 },
        ],
        rows: rows.map((row) => [
          row.instrumentName,
          row.availability === null ? '-' : String(row.availability),
          row.plannedDownHours.toFixed(1),
          row.unplannedDownHours.toFixed(1),
          String(row.failureCount),
        ]),
        none: say('binder.no-downtime'),
      },
      downtimeChart(scope, downtimes),
    ],
    versions: formulae.map(({ key, formula, source }) => ({
      kind: 'algorithm' as const,
      name: key,
      version: formula.slice(0, 120),
      source: source.slice(0, 400),
    })),
  };
}

function downtimeChart(scope: BinderScope, downtimes: readonly DowntimeRow[]): ReportBlock {
  const pieces = piecesOf(scope.from, scope.to);
  const now = scope.context.clock.wallMs();
  const edge = (day: CivilDate) => startOfDay(day, scope.zone);
  const end = edge(addDays(scope.to, 1));
  const bars = pieces.map(({ label, from }, index) => {
    const next = pieces[index + 1];
    const span = { from: Math.max(edge(from), edge(scope.from)), to: next ? edge(next.from) : end };
    const hoursOf = (kind: 'planned' | 'unplanned') =>
      downtimes
        .filter((one) => (one.kind === 'planned') === (kind === 'planned'))
        .reduce((sum, one) => {
          const until = one.to === null ? now : Date.parse(one.to);
          return sum + Math.max(0, Math.min(until, span.to) - Math.max(Date.parse(one.from), span.from)) / hourMs;
        }, 0);
    return { label, values: [round(hoursOf('planned')), round(hoursOf('unplanned'))] };
  });
  return {
    kind: 'chart',
    caption: say(areMonths(pieces) ? 'binder.downtime-by-month' : 'binder.downtime'),
    unit: say('binder.downtime-unit'),
    series: [
      { name: say('binder.series.planned'), pattern: 'solid' },
      { name: say('binder.series.unplanned'), pattern: 'hatched' },
    ],
    bars: bars.some(({ values }) => values.some((value) => value > 0)) ? bars : [],
    none: say('binder.no-downtime'),
  };
}

const round = (hours: number): number => Math.round(hours * 10) / 10;

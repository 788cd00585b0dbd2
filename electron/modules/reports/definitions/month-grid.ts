import * as z from 'zod';
import { civilDateAt, intlZoneOffset } from '../../../../shared/kernel/zone.ts';
import type { Sentence } from '../../../../shared/modules/maintenance/agenda-contract.ts';
import type { GridCell, MonthGrid } from '../../../../shared/modules/maintenance/tasks-contract.ts';
import type { BlockOf, GapRow, VersionRow } from '../../../../shared/reports/document.ts';
import type { HostContext } from '../../../host/module.ts';
import { defineReport } from '../../../host/report.ts';
import { machineZone, reportOnSheets } from '../../../host/report-sheet.ts';
import { say, sayKey } from '../say.ts';
import { signaturesOf } from './signatures.ts';

type Cell = BlockOf<'grid'>['rows'][number]['cells'][number];

const name = { id: 'month-grid', version: 1 } as const;
const weekdays = ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const ordinals = ['', 'first', 'second', 'third', 'fourth', 'fifth'];
const mostInBox = 8;

/** The paper maintenance log: what was due, who did it, what is missing, who reviewed it. */
export const monthGridReport = defineReport({
  ...name,
  paper: 'sheet',
  fields: [
    { kind: 'instrument', key: 'instrumentId', isRequired: true },
    { kind: 'month', key: 'month' },
  ],
  initial: (context) => ({
    instrumentId: null,
    month: civilDateAt(context.clock.wallMs(), machineZone(), intlZoneOffset).slice(0, 7),
  }),
  parameters: z.object({
    instrumentId: z.string().min(1).max(64),
    month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
  }),
  async collect(context, { instrumentId, month }, paper) {
    const grid = await context.calls.maintenance.tasks.month({ instrumentId, month });
    const { definitionKey } = await context.calls.instruments.get({ instrumentId });
    const signed = signedNames(grid);
    const hashes = [...signed.keys()];
    return reportOnSheets(context, name, paper, {
      title: say('month-grid.title', { month }),
      subtitle: [grid.instrumentName, grid.model].filter(Boolean).join(', '),
      orientation: 'landscape',
      facts: [
        { label: say('month-grid.instrument'), value: grid.instrumentName },
        { label: say('month-grid.serial'), value: [grid.serialNumber, grid.place].filter(Boolean).join(', ') },
        { label: say('month-grid.month'), value: `${month}, ${grid.timeZone}` },
        {
          label: say('month-grid.counts'),
          value: say('month-grid.count-line', { performed: grid.performedCount, reviewed: grid.reviewedCount }),
        },
      ],
      versions: await versionsOf(context, instrumentId, definitionKey),
      blocks: [
        gridBlock(grid),
        { kind: 'gaps', rows: gapsOf(grid), none: say('month-grid.no-gaps') },
        {
          kind: 'table',
          caption: say('month-grid.people'),
          columns: [
            { title: say('month-grid.person.initials'), kind: 'text', weight: 1 },
            { title: say('month-grid.person.name'), kind: 'text', weight: 6 },
          ],
          rows: grid.people.map((person) => [person.initials, person.name]),
          none: say('month-grid.no-people'),
        },
        {
          kind: 'signatures',
          rows: await signaturesOf(context, hashes, ({ targets }) => {
            const known = targets.flatMap(({ hash }) => signed.get(hash) ?? []);
            const [first] = known;
            if (!first) return '';
            return known.length > 1
              ? say('month-grid.signed-more', { ...first, count: known.length - 1 })
              : say('month-grid.signed', first);
          }),
          blanks: [say('month-grid.review-line')],
          none: say('month-grid.no-signatures'),
        },
      ],
    });
  },
});

/** What each record of the month is, for the signature manifest. */
function signedNames(grid: MonthGrid): Map<string, { title: string; on: string }> {
  return new Map(
    grid.rows.flatMap(({ title, cells }) =>
      cells.flatMap(({ on, marks }) => marks.map(({ hash }) => [hash, { title, on }] as const)),
    ),
  );
}

function gridBlock(grid: MonthGrid): BlockOf<'grid'> {
  return {
    kind: 'grid',
    caption: say('month-grid.caption'),
    corner: say('month-grid.task'),
    columns: grid.days.map(({ on, weekday, isClosed }) => ({
      title: String(Number(on.slice(8))),
      isShaded: isClosed || weekday > 5,
    })),
    rows: grid.rows.map(({ title, rule, cells }) => ({
      label: title,
      detail: sayRule(rule),
      cells: cells.map(cellOf),
    })),
    legend: [
      { mark: 'done', text: 'AB', meaning: say('month-grid.legend.done') },
      { mark: 'late', text: 'AB', meaning: say('month-grid.legend.late-entry') },
      { mark: 'done', text: 'AB*', meaning: say('month-grid.legend.corrected') },
      { mark: 'failed', text: 'AB', meaning: say('month-grid.legend.failed') },
      { mark: 'gap', text: 'M', meaning: say('month-grid.legend.missed') },
      { mark: 'gap', text: 'O', meaning: say('month-grid.legend.overdue') },
      { mark: 'gap', text: 'L', meaning: say('month-grid.legend.late') },
      { mark: 'skipped', text: 'S', meaning: say('month-grid.legend.skipped') },
      { mark: 'done', text: '(AB)', meaning: say('month-grid.legend.extra') },
      { mark: 'due', text: '·', meaning: say('month-grid.legend.due') },
      { mark: 'closed', text: '', meaning: say('month-grid.legend.closed') },
    ],
    none: say('month-grid.none'),
  };
}

/** The box of one task on one day: initials where it was done, a letter where something is missing. */
function cellOf(cell: GridCell): Cell {
  const initials = cell.marks.map((mark) => `${mark.initials}${mark.isAmended ? '*' : ''}`).join('/');
  const box = (mark: Cell['mark'], text: string): Cell => ({ mark, text: text.slice(0, mostInBox) });
  switch (cell.state) {
    case 'done':
      return box(cell.marks.some(({ isLateEntry }) => isLateEntry) ? 'late' : 'done', initials);
    case 'extra':
      return box('done', `(${initials})`);
    case 'failed':
      return box('failed', initials);
    case 'late':
      return box('gap', 'L');
    case 'missed':
      return box('gap', 'M');
    case 'overdue':
      return box('gap', 'O');
    case 'skipped':
      return box('skipped', 'S');
    case 'due':
    case 'planned':
      return box('due', '·');
    case 'not-in-use':
      return box('closed', 'n');
    case 'closed':
      return box('closed', '');
    case 'none':
      return box('none', initials);
  }
}

function gapsOf(grid: MonthGrid): GapRow[] {
  const cells = new Map(
    grid.rows.flatMap(({ planId, cells: days }) => days.map((cell) => [`${planId} ${cell.on}`, cell])),
  );
  const gaps = grid.gaps.map(({ planId, title, dueOn, state }): GapRow => {
    const cell = cells.get(`${planId} ${dueOn}`);
    const kind = gapKind(state);
    return {
      what: say(`month-grid.gap.${kind}`, { title }),
      when: dueOn,
      why: say(`month-grid.why.${kind}`, { reason: cell?.reason ?? '', doneOn: cell?.doneOn ?? '' }),
    };
  });
  const unreviewed = grid.performedCount - grid.reviewedCount;
  if (unreviewed > 0) {
    gaps.push({
      what: say('month-grid.gap.unreviewed', { count: unreviewed }),
      when: grid.month,
      why: say('month-grid.why.unreviewed'),
    });
  }
  return gaps;
}

const gapKinds = ['missed', 'overdue', 'skipped', 'late', 'failed'] as const;
const gapKind = (state: string) => gapKinds.find((kind) => kind === state) ?? 'missed';

/** Where the rules come from: each plan with its procedure and source, the instrument's definition, the algorithm. */
async function versionsOf(context: HostContext, instrumentId: string, definitionKey: string): Promise<VersionRow[]> {
  const plans = await context.calls.maintenance.plans.list({ instrumentId, withRetired: false });
  const definition = context.catalog.get(definitionKey);
  return [
    ...plans
      .filter(({ sop, source }) => sop !== '' || source !== '')
      .map(
        ({ title, sop, source }): VersionRow => ({
          kind: sop === '' ? 'limits' : 'sop',
          name: title.slice(0, 200),
          version: sop.slice(0, 120),
          source: source.slice(0, 400),
        }),
      ),
    ...(definition
      ? [
          {
            kind: 'definition' as const,
            name: definitionKey,
            version: definition.stamp.version,
            source: `SHA-256 ${definition.stamp.hash.slice(0, 16)}`,
          },
        ]
      : []),
    {
      kind: 'algorithm',
      name: say('month-grid.algorithm'),
      version: '1',
      source: say('month-grid.algorithm-source'),
    },
  ];
}

/** A rule as its module says it, with its numbers of weekdays and its keys of events in words. */
function sayRule(rule: readonly Sentence[]): string {
  return rule
    .map(({ key, data }) => {
      const said = { ...data };
      if (said.weekdays !== undefined) {
        said.weekdays = String(said.weekdays)
          .split(',')
          .map((day) => weekdays[Number(day)] ?? day)
          .join(', ');
      }
      if (said.weekday !== undefined) said.weekday = weekdays[Number(said.weekday)] ?? said.weekday;
      if (said.nth !== undefined) said.nth = ordinals[Number(said.nth)] ?? said.nth;
      if (said.events !== undefined) {
        said.events = String(said.events)
          .split(',')
          .map((kind) => sayKey(`maintenance.event.${kind}`))
          .join(', ');
      }
      return sayKey(key, said);
    })
    .join(', ')
    .slice(0, 300);
}

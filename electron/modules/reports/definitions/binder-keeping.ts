import { printTime } from '../../../host/report-sheet.ts';
import { say, sayKey } from '../say.ts';
import type { BinderScope, BinderSection } from './binder-scope.ts';

/** Every plan of the instruments and how it stands today, with its procedure and source. */
export async function maintenanceSection(scope: BinderScope): Promise<BinderSection> {
  const { context, instrumentId } = scope;
  const plans = await context.calls.maintenance.plans.list({ instrumentId, withRetired: false });
  return {
    citation: '42 CFR 493.1254',
    title: say('binder.maintenance'),
    blocks: [
      {
        kind: 'table',
        caption: say('binder.maintenance'),
        columns: [
          { title: say('binder.column.instrument'), kind: 'text', weight: 3 },
          { title: say('binder.column.plan'), kind: 'text', weight: 5 },
          { title: say('binder.column.state'), kind: 'text', weight: 2 },
          { title: say('binder.column.due'), kind: 'text', weight: 2 },
          { title: say('binder.column.sop'), kind: 'text', weight: 5 },
        ],
        rows: plans.map(({ instrumentName, title, now, sop, source }) => [
          instrumentName,
          title,
          now ? sayKey(`maintenance.state.${now.state}`) : '',
          now?.dueOn ?? '',
          [sop, source].filter(Boolean).join(', '),
        ]),
        none: say('binder.no-plans'),
      },
    ],
    versions: plans
      .filter(({ sop }) => sop !== '')
      .map(({ title, sop, source }) => ({
        kind: 'sop' as const,
        name: title.slice(0, 200),
        version: sop.slice(0, 120),
        source: source.slice(0, 400),
      }))
      .slice(0, 100),
  };
}

/** How long records are kept, and how old the oldest here is. */
export async function retentionSection({ context, zone }: BinderScope): Promise<BinderSection> {
  const { version, rules } = await context.calls.maintenance.service.retention();
  return {
    citation: '42 CFR 493.1105',
    title: say('binder.retention'),
    blocks: [
      {
        kind: 'table',
        caption: say('binder.retention'),
        columns: [
          { title: say('binder.column.subject'), kind: 'text', weight: 5 },
          { title: say('binder.column.years'), kind: 'number', weight: 1 },
          { title: say('binder.column.oldest'), kind: 'text', weight: 3 },
          { title: say('binder.column.count'), kind: 'number', weight: 2 },
          { title: say('binder.column.source'), kind: 'text', weight: 5 },
        ],
        rows: rules.map((rule) => [
          sayKey(rule.subject),
          rule.years === null ? '' : String(rule.years),
          rule.oldestAt === null ? '' : printTime(rule.oldestAt, zone),
          String(rule.recordCount),
          rule.source,
        ]),
        none: say('binder.no-retention'),
      },
    ],
    versions: [{ kind: 'limits', name: say('binder.retention'), version, source: '42 CFR 493.1105' }],
  };
}

import { setImmediate } from 'node:timers/promises';
import { addDays } from '../../../../shared/kernel/civil-date.ts';
import type { AuditEntry, AuditFilter } from '../../../../shared/modules/people/contract.ts';
import type { GapRow } from '../../../../shared/reports/document.ts';
import type { HostContext } from '../../../host/module.ts';
import { defineReport } from '../../../host/report.ts';
import { machineZone, printTime, reportOnSheets } from '../../../host/report-sheet.ts';
import { say } from '../say.ts';
import { periodParameters, startOfDay } from './periods.ts';
import { signaturesOf } from './signatures.ts';

const name = { id: 'audit-trail', version: 1 } as const;
/** Entries of one report; a busy lab's year. A longer period is named as a gap, never cut in silence. */
const mostEntries = 20_000;
const entriesAtOnce = 200;

/** Who changed what, when, from what to what, and why. What the person may not see, the call behind it refuses. */
export const auditTrail = defineReport({
  ...name,
  paper: 'sheet',
  fields: [
    { kind: 'instrument', key: 'instrumentId', isRequired: false },
    { kind: 'date', key: 'from', isRequired: false },
    { kind: 'date', key: 'to', isRequired: false },
    { kind: 'choice', key: 'show', options: ['people', 'everyone'] },
  ],
  initial: () => ({ instrumentId: null, from: '', to: '', show: 'people' }),
  parameters: periodParameters(['people', 'everyone']),
  async collect(context, { instrumentId, from, to, show }, paper) {
    const zone = machineZone();
    const filter: AuditFilter = {
      personId: null,
      instrumentId,
      type: null,
      from: from === null ? null : new Date(startOfDay(from, zone)).toISOString(),
      to: to === null ? null : new Date(startOfDay(addDays(to, 1), zone)).toISOString(),
      text: '',
      actors: show === 'people' ? 'people' : 'all',
    };
    const { entries, isCut } = await readEntries(context, filter);
    const types = new Map(entries.map(({ hash, type }) => [hash, type]));
    return reportOnSheets(context, name, paper, {
      title: say('reports.audit-trail.title'),
      subtitle: entries.find(({ instrumentName }) => instrumentId !== null && instrumentName)?.instrumentName ?? '',
      orientation: 'landscape',
      facts: [
        { label: say('audit-trail.filter'), value: say(`reports.option.${show}`) },
        {
          label: say('audit-trail.period'),
          value: `${from ?? say('audit-trail.always')} - ${to ?? printTime(context.clock.wallMs(), zone)}`,
        },
        { label: say('audit-trail.count'), value: String(entries.length) },
      ],
      versions: [
        {
          kind: 'algorithm',
          name: say('audit-trail.algorithm'),
          version: '1',
          source: say('audit-trail.algorithm-source'),
        },
      ],
      blocks: [
        {
          kind: 'table',
          caption: say('audit-trail.caption'),
          columns: [
            { title: say('audit-trail.at'), kind: 'text', weight: 3 },
            { title: say('audit-trail.who'), kind: 'text', weight: 3 },
            { title: say('audit-trail.what'), kind: 'text', weight: 4 },
            { title: say('audit-trail.change'), kind: 'text', weight: 8 },
            { title: say('audit-trail.why'), kind: 'text', weight: 4 },
            { title: say('audit-trail.record'), kind: 'mono', weight: 3 },
          ],
          rows: entries.map(rowOf),
          none: say('audit-trail.none'),
        },
        { kind: 'gaps', rows: gapsOf(entries, isCut), none: say('audit-trail.no-gaps') },
        {
          kind: 'signatures',
          rows: await signaturesOf(
            context,
            entries.map(({ hash }) => hash),
            ({ targets }) => [...new Set(targets.map(({ hash, type }) => types.get(hash) ?? type))].join(', '),
          ),
          blanks: [],
          none: say('audit-trail.no-signatures'),
        },
      ],
    });
  },
});

/** Entries oldest first; the calls answer them newest first, page by page. */
async function readEntries(
  context: HostContext,
  filter: AuditFilter,
): Promise<{ entries: AuditEntry[]; isCut: boolean }> {
  const entries: AuditEntry[] = [];
  for (let before: number | null = null; ; ) {
    const page = await context.calls.people.auditTrail.page({ filter, before, limit: entriesAtOnce });
    entries.push(...page.entries);
    before = page.next;
    if (before === null || entries.length >= mostEntries) break;
    await setImmediate();
  }
  return { entries: entries.slice(0, mostEntries).reverse(), isCut: entries.length >= mostEntries };
}

function rowOf(entry: AuditEntry): string[] {
  const kind = entry.kind === 'correction' || entry.kind === 'void' ? [say(`audit-trail.${entry.kind}`)] : [];
  const subject = entry.instrumentName ?? '';
  const changes = entry.changes.map(({ field, from, to }) =>
    from === '' ? say('audit-trail.new', { field, to }) : say('audit-trail.from-to', { field, from, to }),
  );
  return [
    wallOf(entry),
    `${entry.actorName}, ${say(`audit-trail.proof.${entry.proof}`)}`,
    [entry.type, subject, ...kind].filter(Boolean).join('\n'),
    changes.join('\n').slice(0, 3900),
    entry.reason.slice(0, 1000),
    entry.hash.slice(0, 16),
  ];
}

/** The clock on the wall of the bench that wrote it, with its offset, to the second. */
function wallOf({ at, offset }: AuditEntry): string {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(offset) ?? [];
  const shift = (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
  const local = new Date(Date.parse(at) + shift * 60_000).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 19)} ${offset}`;
}

function gapsOf(entries: readonly AuditEntry[], isCut: boolean): GapRow[] {
  const unexplained = entries
    .filter(({ kind, reason }) => (kind === 'correction' || kind === 'void') && reason === '')
    .map(
      ({ type, at }): GapRow => ({
        what: say('audit-trail.gap.no-reason', { type }),
        when: printTime(at),
        why: say('audit-trail.gap.no-reason-why'),
      }),
    );
  const first = entries[0];
  if (!isCut || !first) return unexplained;
  const cut = { what: say('audit-trail.gap.cut', { at: printTime(first.at) }), when: printTime(first.at) };
  return [{ ...cut, why: say('audit-trail.gap.cut-why', { count: mostEntries }) }, ...unexplained];
}

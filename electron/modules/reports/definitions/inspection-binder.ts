import * as z from 'zod';
import { addDays, addMonths, type CivilDate, daysBetween } from '../../../../shared/kernel/civil-date.ts';
import { civilDateAt, intlZoneOffset } from '../../../../shared/kernel/zone.ts';
import type { GapRow } from '../../../../shared/reports/document.ts';
import { defineReport } from '../../../host/report.ts';
import { machineZone, printTime, reportOnSheets } from '../../../host/report-sheet.ts';
import { say } from '../say.ts';
import { auditSections } from './binder-audit.ts';
import { maintenanceSection, retentionSection } from './binder-keeping.ts';
import { peopleSection } from './binder-people.ts';
import { type BinderScope, type BinderSection, byCitation } from './binder-scope.ts';
import { availabilitySection, exceptionsSection, returnsSection } from './binder-service.ts';
import { optionalDate, optionalInstrument } from './periods.ts';
import { signaturesOf } from './signatures.ts';

const name = { id: 'inspection-binder', version: 1 } as const;
/** Surveys look back over two years at the most (42 CFR 493.1105: records are kept for two). */
const mostMonths = 24;

/** What an inspector asks for, by citation number: proof where there is proof, gaps by name, the fix beside each. */
export const inspectionBinder = defineReport({
  ...name,
  paper: 'sheet',
  fields: [
    { kind: 'instrument', key: 'instrumentId', isRequired: false },
    { kind: 'date', key: 'from', isRequired: true },
    { kind: 'date', key: 'to', isRequired: true },
  ],
  initial(context) {
    const today = civilDateAt(context.clock.wallMs(), machineZone(), intlZoneOffset);
    return { instrumentId: null, from: addDays(addMonths(today, -12), 1), to: today };
  },
  parameters: z
    .object({
      instrumentId: optionalInstrument,
      from: optionalDate.refine((value) => value !== null),
      to: optionalDate.refine((value) => value !== null),
    })
    .refine(({ from, to }) => (from ?? '') <= (to ?? '') && daysBetween(from!, to!) <= mostMonths * 31, {
      path: ['to'],
    }),
  async collect(context, { instrumentId, from, to }, paper) {
    const scope: BinderScope = {
      context,
      instrumentId,
      from: from as CivilDate,
      to: to as CivilDate,
      zone: machineZone(),
    };
    const { run, findings } = await context.calls.maintenance.audit.latest();
    const { version, rules } = await context.calls.maintenance.audit.rules();
    const shown = findings.filter(
      (found) => instrumentId === null || found.instrumentId === null || found.instrumentId === instrumentId,
    );
    const sections: BinderSection[] = [
      ...auditSections(rules, shown, run),
      await maintenanceSection(scope),
      await returnsSection(scope),
      await exceptionsSection(scope),
      await retentionSection(scope),
      await peopleSection(scope),
      await availabilitySection(scope),
    ].sort(byCitation);
    const names = instrumentId === null ? '' : (await context.calls.instruments.get({ instrumentId })).name;
    const signed = new Map(sections.flatMap((section) => [...(section.signed ?? [])]));
    const noAudit: GapRow[] =
      run === null ? [{ what: say('binder.gap.no-audit'), when: `${to}`, why: say('binder.gap.no-audit-why') }] : [];
    return reportOnSheets(context, name, paper, {
      title: say('reports.inspection-binder.title'),
      subtitle: names || say('error-history.all-instruments'),
      orientation: 'landscape',
      facts: [
        { label: say('binder.period'), value: `${from} - ${to}` },
        { label: say('binder.instruments'), value: names || say('error-history.all-instruments') },
        {
          label: say('binder.audit'),
          value:
            run === null
              ? say('binder.audit-never')
              : say('binder.audit-line', { at: printTime(run.at), version: run.rulesVersion, count: run.findingCount }),
        },
      ],
      versions: [
        { kind: 'algorithm', name: say('binder.rules'), version, source: rules.map(({ rule }) => rule).join(', ') },
        ...sections.flatMap((section) => section.versions ?? []),
      ],
      blocks: [
        ...sections.flatMap((section) => [
          {
            kind: 'heading' as const,
            text: say('binder.section', { citation: section.citation, title: section.title }).slice(0, 300),
          },
          ...section.blocks,
        ]),
        {
          kind: 'gaps',
          rows: [...noAudit, ...sections.flatMap((section) => section.gaps ?? [])],
          none: say('binder.no-gaps'),
        },
        {
          kind: 'signatures',
          rows: await signaturesOf(context, [...signed.keys()], ({ targets }) =>
            [...new Set(targets.flatMap(({ hash }) => signed.get(hash) ?? []))].join(', '),
          ),
          blanks: [say('binder.review-line')],
          none: say('binder.no-signatures'),
        },
      ],
    });
  },
});

import * as z from 'zod';
import type { RegisterRow, StandardRow } from '../../../../shared/modules/calibration/standards-contract.ts';
import type { GapRow, ReportBlock } from '../../../../shared/reports/document.ts';
import { defineReport } from '../../../host/report.ts';
import { reportOnSheets } from '../../../host/report-sheet.ts';
import { say } from '../say.ts';
import { text } from './columns.ts';
import { sayVerdict } from './verdicts.ts';

const name = { id: 'certificate-register', version: 1 } as const;

/** What needs a certificate or a check, until when each one holds, and what is missing. */
export const certificateRegister = defineReport({
  ...name,
  paper: 'sheet',
  fields: [],
  initial: () => ({}),
  parameters: z.object({}),
  async collect(context, _parameters, paper) {
    const [register, standards] = await Promise.all([
      context.calls.calibration.standards.certificates.register(),
      context.calls.calibration.standards.equipment.list({ show: 'in-use' }),
    ]);
    return reportOnSheets(context, name, paper, {
      title: say('register.title'),
      orientation: 'landscape',
      facts: [
        { label: say('register.facts.count'), value: String(register.length) },
        { label: say('register.facts.standards'), value: String(standards.length) },
      ],
      blocks: [
        certificates(register),
        checks(standards),
        { kind: 'gaps', rows: gapsOf(register, standards), none: say('register.no-gaps') },
        { kind: 'signatures', rows: [], blanks: [say('register.review-line')], none: say('register.no-signatures') },
      ],
    });
  },
});

function certificates(rows: readonly RegisterRow[]): ReportBlock {
  return {
    kind: 'table',
    caption: say('register.certificates'),
    columns: [
      text(say('register.column.what'), 5),
      text(say('register.column.kind'), 3),
      text(say('register.column.serial'), 3),
      text(say('register.column.number'), 3),
      text(say('register.column.issuer'), 4),
      text(say('register.column.valid-to'), 3),
      text(say('register.column.state'), 3),
    ],
    rows: rows.map(({ name: what, kind, serialNumber, number, issuer, standing }) => [
      what,
      kind,
      serialNumber,
      number,
      issuer,
      standing?.dueOn ?? '',
      say(standing === null ? 'register.state.none' : `register.state.${standing.state}`),
    ]),
    none: say('register.none'),
  };
}

function checks(rows: readonly StandardRow[]): ReportBlock {
  return {
    kind: 'table',
    caption: say('register.checks'),
    columns: [
      text(say('register.column.what'), 5),
      text(say('register.column.kind'), 3),
      text(say('register.column.serial'), 3),
      text(say('register.column.place'), 3),
      text(say('register.column.last-check'), 3),
      text(say('report.verdict'), 3),
      text(say('register.column.due'), 3),
      text(say('register.column.state'), 3),
    ],
    rows: rows.map((row) => [
      row.name,
      row.kind,
      row.serialNumber,
      row.place,
      row.check?.since ?? '',
      sayVerdict(row.lastVerdict),
      row.check?.dueOn ?? '',
      say(row.check === null ? 'register.state.none' : `register.state.${row.check.state}`),
    ]),
    none: say('register.no-standards'),
  };
}

function gapsOf(register: readonly RegisterRow[], standards: readonly StandardRow[]): GapRow[] {
  const isGap = (state: string | undefined) => state !== undefined && state !== 'current' && state !== 'due-soon';
  return [
    ...register
      .filter(({ isNeeded, standing }) => isNeeded && isGap(standing?.state ?? 'missing'))
      .map(({ name: what, standing }) => ({
        what: say('register.gap.certificate', { what }),
        when: standing?.dueOn ?? '',
        why: say(`register.state.${standing?.state ?? 'missing'}`),
      })),
    ...standards
      .filter(({ check }) => isGap(check?.state))
      .map(({ name: what, check }) => ({
        what: say('register.gap.check', { what }),
        when: check?.dueOn ?? '',
        why: say(`register.state.${check?.state ?? 'missing'}`),
      })),
    ...standards
      .filter(({ openReviewCount }) => openReviewCount > 0)
      .map(({ name: what }) => ({
        what: say('register.gap.review', { what }),
        when: '',
        why: say('register.gap.review-why'),
      })),
  ];
}

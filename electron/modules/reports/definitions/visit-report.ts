import * as z from 'zod';
import type { VisitDetail } from '../../../../shared/modules/cases/visit-contract.ts';
import type { GapRow, ReportBlock } from '../../../../shared/reports/document.ts';
import { defineReport } from '../../../host/report.ts';
import { machineZone, printTime, reportOnSheets } from '../../../host/report-sheet.ts';
import { say } from '../say.ts';
import { text } from './columns.ts';
import { signaturesOf } from './signatures.ts';

const name = { id: 'visit', version: 1 } as const;
/** Visits offered in the form, newest first. */
const visitsOffered = 200;

/** A site visit as the customer gets it: work, summary, follow-ups, the customer's signature and the specialist's. */
export const visitReport = defineReport({
  ...name,
  paper: 'sheet',
  async fields(context) {
    const visits = await context.calls.cases.visits.list({ show: 'all', limit: visitsOffered });
    const options = visits.map(({ id, number, place, plannedOn, state }) => ({
      value: id,
      label: `${number} ${place}`.slice(0, 120),
      detail: `${plannedOn}, ${say(`visit.state.${state}`)}`,
    }));
    return [{ kind: 'pick', key: 'visitId', options }];
  },
  initial: () => ({ visitId: null }),
  parameters: z.object({ visitId: z.string().min(1).max(64) }),
  async collect(context, { visitId }, paper) {
    const visit = await context.calls.cases.visits.get({ visitId });
    const zone = machineZone();
    const at = (time: string | null) => (time === null ? '' : printTime(time, zone));
    const { signature, summary, declined, closed } = visit;
    return reportOnSheets(context, name, paper, {
      title: say('visit.title', { number: visit.number }),
      subtitle: visit.place,
      facts: [
        { label: say('visit.facts.purpose'), value: visit.purpose.slice(0, 400) },
        { label: say('visit.facts.state'), value: say(`visit.state.${visit.state}`) },
        { label: say('visit.facts.specialist'), value: visit.specialist },
        { label: say('visit.facts.contact'), value: visit.contact },
        {
          label: say('visit.facts.planned'),
          value: [visit.plannedOn, visit.fromTime, visit.toTime].filter(Boolean).join(' '),
        },
        { label: say('visit.facts.arrived'), value: at(visit.arrivedAt) },
        { label: say('visit.facts.left'), value: at(visit.leftAt) },
        { label: say('visit.facts.instruments'), value: visit.instrumentNames.join(', ').slice(0, 400) },
      ].filter(({ value }) => value !== ''),
      blocks: [
        workTable(visit, zone),
        { kind: 'heading', text: say('visit.summary') },
        summary === null
          ? { kind: 'note', tone: 'warning', text: say('visit.no-summary') }
          : {
              kind: 'key-values',
              rows: [
                { label: say('visit.found'), value: summary.found },
                { label: say('visit.done'), value: summary.done },
                { label: say('visit.left-as'), value: summary.leftAs },
                { label: say('visit.open-points'), value: summary.openPoints },
              ].filter(({ value }) => value !== ''),
            },
        followUps(visit),
        { kind: 'heading', text: say('visit.customer') },
        ...(signature === null
          ? []
          : await customerBlocks(signature, zone, (sha256) => context.calls.cases.picture({ sha256 }))),
        ...(declined === null
          ? []
          : [
              {
                kind: 'note',
                tone: 'warning',
                text: say('visit.declined', {
                  name: declined.printedName,
                  reason: declined.reason,
                  at: printTime(declined.at, zone),
                }),
              } satisfies ReportBlock,
            ]),
        ...(visit.customer === 'earlier-state'
          ? [{ kind: 'note', tone: 'warning', text: say('visit.changed-since') } satisfies ReportBlock]
          : []),
        { kind: 'gaps', rows: gapsOf(visit), none: say('visit.no-gaps') },
        {
          kind: 'signatures',
          rows: await signaturesOf(context, closed === null ? [] : [closed.hash], () => say('visit.signed')),
          blanks: signature === null ? [say('visit.customer-line')] : [],
          none: say('visit.no-signatures'),
        },
      ],
    });
  },
});

function workTable({ work }: VisitDetail, zone: string): ReportBlock {
  return {
    kind: 'table',
    caption: say('visit.work'),
    columns: [
      text(say('case.column.when'), 4),
      text(say('case.column.what'), 9),
      text(say('visit.column.about'), 4),
      { title: say('visit.column.minutes'), kind: 'number', weight: 2 },
      text(say('report.who'), 3),
    ],
    rows: work.map((one) => [
      printTime(one.at, zone),
      one.struckReason === null ? one.text : say('visit.struck', { text: one.text, reason: one.struckReason }),
      [one.instrumentName, one.caseNumber, one.workOrderNumber, one.subject].filter(Boolean).join(', '),
      one.struckReason === null ? String(one.minutes) : '',
      one.by,
    ]),
    none: say('visit.no-work'),
  };
}

function followUps({ followUps: rows }: VisitDetail): ReportBlock {
  return {
    kind: 'table',
    caption: say('visit.follow-ups'),
    columns: [
      text(say('case.column.what'), 8),
      text(say('case.column.owner'), 4),
      text(say('case.column.due'), 3),
      text(say('case.column.ended'), 4),
    ],
    rows: rows.map(({ text: what, owner, dueOn, state, note }) => [
      what,
      owner,
      dueOn ?? '',
      [say(`case.end.${state}`), note].filter(Boolean).join(', '),
    ]),
    none: say('visit.no-follow-ups'),
  };
}

/** What the customer signed with, and the hash of exactly what they saw. */
async function customerBlocks(
  signature: NonNullable<VisitDetail['signature']>,
  zone: string,
  pictureOf: (sha256: string) => Promise<{ bytes: Uint8Array }>,
): Promise<ReportBlock[]> {
  const { printedName, functionName, at, manner, sha256, seenHash, remark } = signature;
  const strokes = sha256 === null ? null : await pictureOf(sha256);
  return [
    ...(strokes === null
      ? []
      : [
          {
            kind: 'picture',
            caption: say('visit.strokes', { name: printedName }),
            image: { type: 'png', base64: Buffer.from(strokes.bytes).toString('base64') },
            widthMm: 80,
            heightMm: 30,
          } satisfies ReportBlock,
        ]),
    {
      kind: 'key-values',
      rows: [
        { label: say('visit.printed-name'), value: [printedName, functionName].filter(Boolean).join(', ') },
        { label: say('visit.signed-at'), value: printTime(at, zone) },
        { label: say('visit.manner'), value: say(`visit.manner.${manner}`) },
        { label: say('visit.remark'), value: remark },
        { label: say('visit.seen'), value: seenHash },
      ].filter(({ value }) => value !== ''),
    },
  ];
}

function gapsOf(visit: VisitDetail): GapRow[] {
  const when = visit.plannedOn;
  return [
    ...(visit.summary === null ? [{ what: say('visit.gap.summary'), when, why: say('visit.no-summary') }] : []),
    ...(visit.signature === null
      ? [{ what: say('visit.gap.customer'), when, why: say('visit.gap.customer-why') }]
      : []),
    ...(visit.closed === null ? [{ what: say('visit.gap.closed'), when, why: say('visit.gap.closed-why') }] : []),
    ...visit.followUps
      .filter(({ state }) => state === 'open')
      .map(({ text: what, dueOn }) => ({ what: what.slice(0, 300), when: dueOn ?? '', why: say('case.gap.not-done') })),
  ];
}

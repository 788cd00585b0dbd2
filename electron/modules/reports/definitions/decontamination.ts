import * as z from 'zod';
import { defineReport } from '../../../host/report.ts';
import { printTime, reportOnSheets } from '../../../host/report-sheet.ts';
import { say, sayKey } from '../say.ts';
import { signaturesOf } from './signatures.ts';

const name = { id: 'decontamination', version: 1 } as const;
/** Certificates offered in the form, newest first. */
const certificatesOffered = 200;

/** The paper that goes with an instrument before somebody opens it or takes it away. */
export const decontamination = defineReport({
  ...name,
  paper: 'sheet',
  async fields(context) {
    const rows = await context.calls.cases.decontaminations.list({ instrumentId: null, limit: certificatesOffered });
    const options = rows.map(({ id, number, instrumentName, at }) => ({
      value: id,
      label: `${number} ${instrumentName}`.slice(0, 120),
      detail: printTime(at),
    }));
    return [{ kind: 'pick', key: 'decontaminationId', options }];
  },
  initial: () => ({ decontaminationId: null }),
  parameters: z.object({ decontaminationId: z.string().min(1).max(64) }),
  async collect(context, { decontaminationId }, paper) {
    const one = await context.calls.cases.decontaminations.get({ decontaminationId });
    const open = one.items.filter(({ answer }) => answer === 'not-done');
    return reportOnSheets(context, name, paper, {
      title: say('decontamination.title', { number: one.number }),
      subtitle: [one.instrumentName, one.model, one.serialNumber].filter(Boolean).join(', '),
      facts: [
        { label: say('decontamination.purpose'), value: say(`decontamination.purpose.${one.purpose}`) },
        { label: say('decontamination.agent'), value: one.agent },
        {
          label: say('decontamination.contact'),
          value: one.contactMinutes === null ? '' : say('decontamination.minutes', { minutes: one.contactMinutes }),
        },
        { label: say('decontamination.procedure'), value: one.procedure },
        { label: say('decontamination.risk'), value: one.remainingRisk.slice(0, 400) },
        { label: say('decontamination.by'), value: say('report.at-by', { at: printTime(one.at), by: one.by }) },
        { label: say('decontamination.is-withdrawn'), value: one.withdrawnReason ?? '' },
      ].filter(({ value }) => value !== ''),
      blocks: [
        {
          kind: 'table',
          caption: say('decontamination.items'),
          columns: [
            { title: say('decontamination.column.what'), kind: 'text', weight: 7 },
            { title: say('decontamination.column.answer'), kind: 'text', weight: 3 },
            { title: say('decontamination.column.note'), kind: 'text', weight: 6 },
          ],
          rows: one.items.map(({ key, answer, note }) => [
            sayKey(`decontamination.${key}`),
            say(`decontamination.answer.${answer}`),
            note,
          ]),
          none: say('decontamination.none'),
        },
        ...(one.statement === '' ? [] : [{ kind: 'note' as const, tone: 'plain' as const, text: one.statement }]),
        {
          kind: 'gaps',
          rows: [
            ...open.map(({ key, note }) => ({
              what: sayKey(`decontamination.${key}`),
              when: printTime(one.at),
              why: note,
            })),
            ...(one.usedSinceCount > 0
              ? [
                  {
                    what: say('decontamination.gap.used'),
                    when: printTime(one.at),
                    why: say('decontamination.gap.used-why', { count: one.usedSinceCount }),
                  },
                ]
              : []),
          ],
          none: say('decontamination.no-gaps'),
        },
        {
          kind: 'signatures',
          rows: await signaturesOf(context, [one.hash], () => say('decontamination.signed')),
          blanks: [],
          none: say('decontamination.no-signatures'),
        },
      ],
    });
  },
});

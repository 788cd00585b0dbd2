import * as z from 'zod';
import type { ReportBlock } from '../../../../shared/reports/document.ts';
import { defineReport } from '../../../host/report.ts';
import { printTime, reportOnSheets } from '../../../host/report-sheet.ts';
import { say, sayKey } from '../say.ts';

const name = { id: 'time-machine', version: 1 } as const;

/** An instrument as the records knew it at one moment, with what they can not tell. */
export const timeMachine = defineReport({
  ...name,
  paper: 'sheet',
  fields: [
    { kind: 'instrument', key: 'instrumentId', isRequired: true },
    { kind: 'text', key: 'at', isRequired: true, most: 40 },
  ],
  initial: (context) => ({ instrumentId: null, at: printTime(context.clock.wallMs()) }),
  parameters: z.object({
    instrumentId: z.string().min(1).max(64),
    // As `printTime` writes it, or ISO as the screen hands it over.
    at: z
      .string()
      .max(40)
      .transform((text) => Date.parse(text.replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d) ?(?=[+-])/, '$1T$2')))
      .refine((ms) => Number.isFinite(ms))
      .transform((ms) => new Date(ms).toISOString()),
  }),
  async collect(context, { instrumentId, at }, paper) {
    const moment = await context.calls.cases.moment.at({ instrumentId, at });
    const time = (when: string | null) => (when === null ? '' : printTime(when, moment.timeZone));
    return reportOnSheets(context, name, paper, {
      title: say('moment.title', { name: moment.instrumentName }),
      subtitle: time(moment.at),
      facts: [
        { label: say('moment.facts.registered'), value: time(moment.registeredAt) },
        { label: say('moment.facts.records'), value: String(moment.recordCount) },
        { label: say('moment.facts.zone'), value: moment.timeZone },
      ].filter(({ value }) => value !== ''),
      blocks: [
        ...(moment.isInFuture
          ? [{ kind: 'note', tone: 'warning', text: say('moment.in-future') } satisfies ReportBlock]
          : []),
        ...moment.sections.map(
          ({ key, why, lines }): ReportBlock => ({
            kind: 'table',
            caption: say(`moment.section.${key}`),
            columns: [
              { title: say('moment.column.what'), kind: 'text', weight: 10 },
              { title: say('moment.column.since'), kind: 'text', weight: 4 },
              { title: say('moment.column.record'), kind: 'mono', weight: 4 },
            ],
            rows: lines.map((line) => [sayKey(line.key, line.data), time(line.at), line.hash?.slice(0, 16) ?? '']),
            none: why === '' ? say('moment.nothing') : sayKey(why),
          }),
        ),
        {
          kind: 'gaps',
          rows: moment.sections
            .filter(({ state }) => state === 'missing')
            .map(({ key, why }) => ({ what: say(`moment.section.${key}`), when: time(moment.at), why: sayKey(why) })),
          none: say('moment.no-gaps'),
        },
        { kind: 'signatures', rows: [], blanks: [], none: say('moment.no-signatures') },
      ],
    });
  },
});

import * as z from 'zod';
import { civilDateAt, intlZoneOffset } from '../../../../shared/kernel/zone.ts';
import { defineReport } from '../../../host/report.ts';
import { machineZone, printTime } from '../../../host/report-sheet.ts';
import { say } from '../say.ts';
import { optionalDate } from './periods.ts';

/** Sizes label printers are commonly sold for, in millimetres; a house choice. */
const sizes = {
  '62x29': { widthMm: 62, heightMm: 29 },
  '50x25': { widthMm: 50, heightMm: 25 },
  '38x19': { widthMm: 38, heightMm: 19 },
  '89x36': { widthMm: 89, heightMm: 36 },
} as const;
const sizeNames = Object.keys(sizes) as (keyof typeof sizes)[];
const mostCopies = 100;

const name = { id: 'labels', version: 1 } as const;

/** What goes on a bottle that was opened: what it is, lot, opened, expires, initials. */
export const labels = defineReport({
  ...name,
  paper: 'label',
  fields: [
    { kind: 'text', key: 'item', isRequired: true, most: 80 },
    { kind: 'text', key: 'lot', isRequired: false, most: 40 },
    { kind: 'date', key: 'openedOn', isRequired: true },
    { kind: 'date', key: 'expiresOn', isRequired: false },
    { kind: 'text', key: 'initials', isRequired: true, most: 6 },
    { kind: 'choice', key: 'labelSize', options: sizeNames },
    { kind: 'count', key: 'copies', least: 1, most: mostCopies },
  ],
  initial: (context) => ({
    item: '',
    lot: '',
    openedOn: civilDateAt(context.clock.wallMs(), machineZone(), intlZoneOffset),
    expiresOn: '',
    initials: initialsOf(context.actor.name),
    labelSize: sizeNames[0] ?? '',
    copies: 1,
  }),
  parameters: z
    .object({
      item: z.string().trim().min(1).max(80),
      lot: z.string().trim().max(40),
      openedOn: optionalDate.refine((value) => value !== null),
      expiresOn: optionalDate,
      initials: z.string().trim().min(1).max(6),
      labelSize: z.enum(sizeNames),
      copies: z.number().int().min(1).max(mostCopies),
    })
    .refine(({ openedOn, expiresOn }) => expiresOn === null || openedOn === null || openedOn <= expiresOn, {
      path: ['expiresOn'],
    }),
  collect(context, { item, lot, openedOn, expiresOn, initials, labelSize, copies }) {
    const lines = [
      { label: say('labels.lot'), value: lot },
      { label: say('labels.opened'), value: openedOn ?? '' },
      { label: say('labels.expires'), value: expiresOn ?? '' },
      { label: say('labels.by'), value: initials },
    ].filter(({ value }) => value !== '');
    return {
      format: 1,
      reportId: name.id,
      title: `${say('reports.labels.title')}: ${item}`,
      subtitle: '',
      facts: [],
      preparedAt: printTime(context.clock.wallMs()),
      preparedBy: context.actor.name,
      paper: { kind: 'label', ...sizes[labelSize] },
      versions: [],
      blocks: Array.from({ length: copies }, () => ({ kind: 'label', title: item, lines })),
    };
  },
});

/** First letters of a name's words, at most three: what most people sign a bottle with. */
function initialsOf(name: string): string {
  return name
    .split(/[^\p{L}]+/u)
    .flatMap((word) => word.slice(0, 1))
    .join('')
    .toUpperCase()
    .slice(0, 3);
}

import * as z from 'zod';
import type { ReaderRow } from '../../../../shared/modules/sop/version-contract.ts';
import { defineReport } from '../../../host/report.ts';
import { printTime, reportOnSheets } from '../../../host/report-sheet.ts';
import { say, sayKey } from '../say.ts';
import { signaturesOf } from './signatures.ts';

const name = { id: 'sop-readers', version: 1 } as const;

/** Who must have read and understood the SOP in force, who has, and who has not. */
export const sopReaders = defineReport({
  ...name,
  paper: 'sheet',
  async fields(context) {
    const sops = await context.calls.sop.library.list({ withRetired: false });
    const options = sops
      .filter(({ effective }) => effective !== null)
      .map(({ sopId, code, title, effective }) => ({
        value: sopId,
        label: `${code} ${title}`.slice(0, 120),
        detail: say('sop.readers-detail', { number: effective?.number ?? '', count: effective?.unreadCount ?? 0 }),
      }));
    return [{ kind: 'pick', key: 'sopId', options }];
  },
  initial: () => ({ sopId: null }),
  parameters: z.object({ sopId: z.string().min(1).max(64) }),
  async collect(context, { sopId }, paper) {
    const sop = await context.calls.sop.library.get({ sopId });
    const { effective } = sop;
    const readers =
      effective === null ? [] : await context.calls.sop.readings.ofVersion({ sopId, versionId: effective.versionId });
    const read = readers.filter((reader) => reader.read !== null);
    return reportOnSheets(context, name, paper, {
      title: say('sop.readers-title', { title: sop.title }),
      subtitle: sop.code,
      facts: [
        {
          label: say('sop.facts.version'),
          value: effective === null ? say('sop.not-in-force') : String(effective.number),
        },
        { label: say('sop.facts.in-force'), value: effective?.effectiveOn ?? '' },
        { label: say('sop.facts.must-read'), value: String(readers.filter(({ mustRead }) => mustRead).length) },
        { label: say('sop.facts.have-read'), value: String(read.length) },
      ].filter(({ value }) => value !== ''),
      versions:
        effective === null
          ? []
          : [
              {
                kind: 'sop',
                name: `${sop.code} ${sop.title}`.slice(0, 200),
                version: String(effective.number),
                source: '',
              },
            ],
      blocks: [
        {
          kind: 'table',
          caption: say('sop.readers'),
          columns: [
            { title: say('sop.column.person'), kind: 'text', weight: 4 },
            { title: say('sop.column.roles'), kind: 'text', weight: 5 },
            { title: say('sop.column.must'), kind: 'text', weight: 2 },
            { title: say('sop.column.read'), kind: 'text', weight: 4 },
            { title: say('sop.column.record'), kind: 'mono', weight: 3 },
          ],
          rows: readers.map((reader) => [
            reader.printedName,
            reader.roles.map((role) => sayKey(`people.role.${role}`)).join(', '),
            say(reader.mustRead ? 'sop.must' : 'sop.may'),
            readLine(reader),
            reader.read?.hash.slice(0, 16) ?? '',
          ]),
          none: say('sop.no-readers'),
        },
        {
          kind: 'gaps',
          rows: readers
            .filter((reader) => reader.mustRead && reader.read === null && reader.isActive)
            .map((reader) => ({
              what: reader.printedName,
              when: effective?.effectiveOn ?? '',
              why: say(reader.isLate ? 'sop.gap.late' : 'sop.gap.not-yet'),
            })),
          none: say(effective === null ? 'sop.not-in-force' : 'sop.all-have-read'),
        },
        {
          kind: 'signatures',
          rows: await signaturesOf(
            context,
            read.flatMap((reader) => (reader.read === null ? [] : [reader.read.hash])),
            () => say('sop.read-signed'),
          ),
          blanks: [],
          none: say('sop.read-no-signatures'),
        },
      ],
    });
  },
});

const readLine = ({ read, isLate }: ReaderRow): string =>
  read === null ? say(isLate ? 'sop.not-read-late' : 'sop.not-read') : printTime(read.at);

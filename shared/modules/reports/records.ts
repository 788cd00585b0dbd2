import * as z from 'zod';
import { text } from '../../kernel/text-schema.ts';
import { defineRecord } from '../../records/define.ts';

const sha256 = z.string().length(64);
const act = { version: 1, kind: 'fact', scope: 'site' } as const;

/** Someone printed a report, or wrote it to a file. Names what was printed by its hash, never its content. */
export const reportPrinted = defineRecord({
  ...act,
  type: 'reports.printed',
  schema: () =>
    z.object({
      printId: text(64),
      reportId: text(64),
      title: text(200),
      /** The answers it was made from, as JSON. */
      parameters: text(4000),
      contentHash: sha256,
      medium: z.enum(['pdf', 'printer']),
      paper: text(40),
      pageCount: z.number().int().nullable(),
      /** File name without its folder (folders can name people), hash and size; null for a printer. */
      file: z.object({ name: text(260), sha256, byteCount: z.number().int() }).nullable(),
    }),
});

/** Data left the bench as a file. */
export const dataExported = defineRecord({
  ...act,
  type: 'reports.exported',
  schema: () =>
    z.object({
      printId: text(64),
      /** Name of the data set, or `everything`. */
      dataset: text(80),
      format: z.enum(['csv', 'json', 'csv-archive']),
      rowCount: z.number().int(),
      file: z.object({ name: text(260), sha256, byteCount: z.number().int() }),
    }),
});

export const reportsRecords = [reportPrinted, dataExported] as const;

export const printStream = (printId: string) => `print/${printId}`;

import * as z from 'zod';
import { text } from '../../kernel/text-schema.ts';
import { defineRecord } from '../../records/define.ts';
import { importOptions } from './import-terms.ts';

/** What came from the lab's own spreadsheets. The file itself is kept, sealed: rows can be held against it for ever. */

const id = z.string().min(1).max(64);
const fact = { version: 1, kind: 'fact', scope: 'site' } as const;

export const importStarted = defineRecord({
  ...fact,
  type: 'maintenance.import-started',
  schema: () =>
    z.object({
      importId: id,
      fileName: text(255),
      /** SHA-256 of the file, and of the sealed copy. */
      fileSha256: text(64),
      sealedAs: text(64),
      byteCount: z.number().int(),
      options: importOptions,
      rowCount: z.number().int(),
      rejectedCount: z.number().int(),
    }),
});

export const importFinished = defineRecord({
  ...fact,
  type: 'maintenance.import-finished',
  schema: () =>
    z.object({
      importId: id,
      takenCount: z.number().int(),
      knownCount: z.number().int(),
      rejectedCount: z.number().int(),
    }),
});

/** One line of the old log, as written there. It proves what the sheet says, and is never counted as done in this program. */
export const historyImported = defineRecord({
  ...fact,
  type: 'maintenance.history-imported',
  schema: () =>
    z.object({
      importId: id,
      /** Null where the sheet names none. */
      instrumentId: id.nullable(),
      importKey: text(64),
      row: z.number().int(),
      task: text(200),
      doneOn: text(10),
      doneBy: text(120),
      result: text(400),
      note: text(1000),
    }),
});

export const importRecords = [importStarted, importFinished, historyImported] as const;

export const importStream = (importId: string) => `import/${importId}`;
export const historyStream = (importId: string) => `import/${importId}/rows`;

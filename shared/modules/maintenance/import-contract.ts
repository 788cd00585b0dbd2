import { oc } from '@orpc/contract';
import * as z from 'zod';
import { importKind, importOptions } from './import-terms.ts';

export type { DateOrder, ImportKind, ImportOptions } from './import-terms.ts';

/** Why a row was not taken: `import.reason.<code>`. Code, not sentence; `column` is the heading. */
export const rejectedRow = z.object({
  /** Row in the sheet, from 1, as the spreadsheet numbers it. */
  row: z.number(),
  code: z.string(),
  column: z.string(),
  value: z.string(),
  /** The row as it stands in the sheet, cut to what a line shows. */
  cells: z.array(z.string()),
});
export type RejectedRow = z.infer<typeof rejectedRow>;

export const importSheet = z.object({
  name: z.string(),
  rowCount: z.number(),
  /** Headings found and, for each column, the first values. */
  headerRow: z.number(),
  columns: z.array(z.object({ index: z.number(), heading: z.string(), samples: z.array(z.string()) })),
  suggested: importOptions,
});
export type ImportSheet = z.infer<typeof importSheet>;

export const importState = z.enum(['opened', 'running', 'finished']);

export const importRow = z.object({
  importId: z.string(),
  fileName: z.string(),
  kind: importKind,
  state: importState,
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  actor: z.string(),
  rowCount: z.number(),
  takenCount: z.number(),
  /** Rows that an earlier import of the same file or of equal rows had already brought. */
  knownCount: z.number(),
  rejectedCount: z.number(),
  /** Code of what holds it up (the file cannot be read any more, the disk is full), or null. */
  problem: z.string().nullable(),
});
export type ImportRow = z.infer<typeof importRow>;

export const importPreview = z.object({
  rowCount: z.number(),
  acceptedCount: z.number(),
  knownCount: z.number(),
  rejectedCount: z.number(),
  /** First rows as they would be recorded: field -> text. */
  sample: z.array(z.object({ row: z.number(), values: z.record(z.string(), z.string()) })),
  /** The first rejected rows; `rejected` pages through all. */
  rejected: z.array(rejectedRow),
  /** Dates that read both ways: asked, never guessed. Null when none is ambiguous or the order was given. */
  ambiguousDate: z
    .object({ row: z.number(), value: z.string(), dayFirst: z.string(), monthFirst: z.string() })
    .nullable(),
  /** Words of the instrument column that matched nothing, with how many rows each stands in. */
  unknownSubjects: z.array(z.object({ value: z.string(), rowCount: z.number() })),
  missingFields: z.array(z.string()),
  /** False while something is missing or asked: then `confirm` refuses. */
  canConfirm: z.boolean(),
});
export type ImportPreview = z.infer<typeof importPreview>;

const importId = z.string().max(64);

export const importContract = {
  /** Reads the file and holds it in memory. Records and keeps nothing: that begins with `confirm`. */
  open: oc
    .input(z.object({ fileName: z.string().max(255), bytes: z.instanceof(Uint8Array) }))
    .output(z.object({ importId: z.string(), sheets: z.array(importSheet) })),
  preview: oc.input(z.object({ importId, options: importOptions })).output(importPreview),
  rejected: oc
    .input(
      z.object({
        importId,
        options: importOptions.nullable(),
        offset: z.number().int().min(0),
        limit: z.number().int().min(1).max(1000),
      }),
    )
    .output(z.object({ rows: z.array(rejectedRow), total: z.number() })),
  /** Starts taking the rows over; answers at once. The page follows `state`. */
  confirm: oc.input(z.object({ importId, options: importOptions })).output(z.object({})),
  state: oc.input(z.object({ importId })).output(importRow),
  list: oc.output(z.array(importRow)),
  /** Only before it was confirmed. */
  discard: oc.input(z.object({ importId })).output(z.object({})),
};

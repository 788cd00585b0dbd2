import * as z from 'zod';

/** What a sheet holds. Each kind has fields that columns are mapped to. */
export const importKind = z.enum(['history', 'plans', 'parts', 'instruments']);
export type ImportKind = z.infer<typeof importKind>;

/** Fields a column can be mapped to, by kind; `!` marks those without which a row is rejected. */
export const importFields = {
  history: ['instrument', 'task!', 'doneOn!', 'doneBy', 'result', 'note'],
  plans: ['instrument', 'task!', 'every!', 'lastDoneOn', 'note'],
  parts: ['name!', 'number', 'maker', 'onHand', 'minimum'],
  instruments: ['name!', 'model', 'serialNumber', 'assetNumber', 'place', 'note'],
} as const satisfies Record<ImportKind, readonly string[]>;

/** How a date like 03/04/2026 is read. `ask`: nobody said yet; a sheet with ambiguous dates is then not confirmed. */
export const dateOrder = z.enum(['ask', 'day-first', 'month-first']);
export type DateOrder = z.infer<typeof dateOrder>;

export const importOptions = z.object({
  kind: importKind,
  sheet: z.string().max(200),
  /** Row of the headings, from 1. */
  headerRow: z.number().int().min(1).max(1000),
  /** Field -> column index from 0. */
  columns: z.record(z.string().max(40), z.number().int().min(0).max(500)),
  dateOrder,
  /** Instrument (or definition, for instruments) of every row; null: the column decides. */
  subject: z.string().max(80).nullable(),
  /** Words of the sheet -> instrument id (or definition key): what no name, serial or asset number matched. */
  subjects: z.record(z.string().max(200), z.string().max(80)),
});
export type ImportOptions = z.infer<typeof importOptions>;

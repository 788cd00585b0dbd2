import { oc } from '@orpc/contract';
import * as z from 'zod';
import { reportDocument } from '../../reports/document.ts';

const id = z.string().min(1).max(64);
const grant = z.string().min(1).max(64);
const sha256 = z.string().length(64);

/** One question of a report's form. The host checks the answers again by the report's own schema. */
export const reportField = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('instrument'), key: z.string(), isRequired: z.boolean() }),
  /** `YYYY-MM`. */
  z.object({ kind: z.literal('month'), key: z.string() }),
  /** `YYYY-MM-DD`. */
  z.object({ kind: z.literal('date'), key: z.string(), isRequired: z.boolean() }),
  z.object({ kind: z.literal('text'), key: z.string(), isRequired: z.boolean(), most: z.number() }),
  z.object({ kind: z.literal('count'), key: z.string(), least: z.number(), most: z.number() }),
  z.object({ kind: z.literal('choice'), key: z.string(), options: z.array(z.string()) }),
  /** One of what is there; the labels are the host's, as names are. */
  z.object({
    kind: z.literal('pick'),
    key: z.string(),
    options: z.array(z.object({ value: z.string(), label: z.string(), detail: z.string() })),
  }),
]);
export type ReportField = z.infer<typeof reportField>;

export const parameterValues = z.record(z.string().max(40), z.union([z.string().max(400), z.number(), z.null()]));
export type ParameterValues = z.infer<typeof parameterValues>;

/** A report that can be made here. Its title and the labels of its fields are words of its module, by `reports.<id>...`. */
export const reportSummary = z.object({
  id,
  /** `sheet` reports ask for A4 or Letter, `label` ones for the size of a label. */
  paper: z.enum(['sheet', 'label']),
  fields: z.array(reportField),
  /** Values the form begins with. */
  initial: parameterValues,
});
export type ReportSummary = z.infer<typeof reportSummary>;

export const preparedReport = z.object({
  /** Kept by the host for a while; saving and printing name it. */
  preparationId: id,
  /** The whole report where it is short, else its beginning. */
  preview: reportDocument,
  isWhole: z.boolean(),
  /** SHA-256 of `contentText(document)`, as printed on the paper. */
  contentHash: sha256,
  pageEstimate: z.number().int(),
  /** `page`: printed by the window. `writer`: over ten pages, written to a file by the host (decision 30). */
  route: z.enum(['page', 'writer']),
});
export type PreparedReport = z.infer<typeof preparedReport>;

export const printRow = z.object({
  printId: id,
  at: z.string(),
  by: z.string(),
  kind: z.enum(['report', 'export']),
  /** Of the report, or of what was exported. */
  title: z.string(),
  medium: z.enum(['pdf', 'printer', 'csv', 'json', 'csv-archive']),
  contentHash: z.string(),
  fileName: z.string(),
  fileHash: z.string(),
});
export type PrintRow = z.infer<typeof printRow>;

export const dataset = z.object({
  name: z.string().max(80),
  /** Whose records, tables or messages they are. */
  module: z.string(),
  kind: z.enum(['records', 'table', 'messages']),
  rowCount: z.number(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
});
export type Dataset = z.infer<typeof dataset>;

export const reportsContract = {
  /** Which reports there are: screens ask for the way to one, and none of the questions its form would ask. */
  ids: oc.output(z.array(id)),
  /** What one report asks before it is prepared; null where there is none of that name. */
  form: oc.input(z.object({ reportId: id })).output(reportSummary.nullable()),
  prepare: oc
    .input(
      z.object({
        reportId: id,
        parameters: parameterValues,
        size: z.enum(['A4', 'Letter']),
      }),
    )
    .output(preparedReport),
  /**
   * Writes a prepared report as PDF to a place the person chose. `parcel` names the pages the window has set (a short
   * report); null lets the host's writer set them. Records who printed what before the file has its name.
   */
  save: oc
    .input(z.object({ preparationId: id, grant, parcel: grant.nullable() }))
    .output(z.object({ file: z.string(), byteCount: z.number(), sha256, pageCount: z.number().nullable() })),
  /** Records that a prepared report goes to a printer; the window opens the system's dialog afterwards. */
  print: oc.input(z.object({ preparationId: id })).output(z.object({ printId: id })),
  /** Everything printed and exported, newest first. */
  history: oc.input(z.object({ limit: z.number().int().min(1).max(500) })).output(z.array(printRow)),
  datasets: oc.output(z.array(dataset)),
  /**
   * Writes data to a place the person chose: one data set as CSV, or everything as JSON lines or as an archive of CSV
   * files. The schema is docs/exports.md; identities are masked as everywhere (decision 3).
   */
  exportData: oc
    .input(
      z.object({
        format: z.enum(['csv', 'json', 'csv-archive']),
        /** Name of a data set; null for everything. */
        dataset: z.string().max(80).nullable(),
        /** Begins CSV files with a UTF-8 mark, which some spreadsheets need to read letters beyond ASCII. */
        hasMark: z.boolean(),
        grant,
      }),
    )
    .output(z.object({ file: z.string(), byteCount: z.number(), sha256, rowCount: z.number() })),
};

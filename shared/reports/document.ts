import * as z from 'zod';
import { text } from '../kernel/text-schema.ts';

/**
 * What a report says, apart from how it is drawn: the page prints it with its print styles, the host's writer sets the
 * long ones with pdfkit, and both are given the same description. Texts are final, in the language of the print: the hash
 * that is printed on the paper is of exactly these words.
 */

/** One cell of a table: a lab's note may be long, a book is not. */
const cell = text(4000);

export const paper = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('sheet'),
    size: z.enum(['A4', 'Letter']),
    orientation: z.enum(['portrait', 'landscape']),
  }),
  /** One label a page, as label printers take them. */
  z.object({ kind: z.literal('label'), widthMm: z.number().min(10).max(300), heightMm: z.number().min(8).max(300) }),
]);
export type Paper = z.infer<typeof paper>;

const heading = z.object({ kind: z.literal('heading'), text: text(300) });

/** A sentence; `warning` is drawn with a bar and the word "Note" before it. */
const note = z.object({ kind: z.literal('note'), tone: z.enum(['plain', 'warning']), text: text(4000) });

const keyValues = z.object({
  kind: z.literal('key-values'),
  rows: z.array(z.object({ label: text(200), value: cell })).max(500),
});

const table = z.object({
  kind: z.literal('table'),
  caption: text(300),
  columns: z
    .array(
      z.object({
        title: text(200),
        kind: z.enum(['text', 'number', 'mono']),
        /** Share of the width; the shares of all columns are added up. */
        weight: z.number().positive().max(100),
      }),
    )
    .min(1)
    .max(20),
  rows: z.array(z.array(cell).max(20)).max(500_000),
  /** Said in place of rows where there are none. */
  none: text(300),
});

/**
 * The paper grid an inspector knows: days across, tasks down. A mark is drawn as a shape or a letter, never as colour
 * alone: `done` shows the initials, `gap` a thick frame with its letter, `closed` hatching, `none` nothing.
 */
export const gridMark = z.enum(['done', 'late', 'failed', 'skipped', 'gap', 'due', 'closed', 'none']);
export type GridMark = z.infer<typeof gridMark>;

const grid = z.object({
  kind: z.literal('grid'),
  caption: text(300),
  /** Title of the first column. */
  corner: text(100),
  columns: z
    .array(z.object({ title: text(12), isShaded: z.boolean() }))
    .min(1)
    .max(62),
  rows: z
    .array(
      z.object({
        label: text(300),
        detail: text(300),
        cells: z.array(z.object({ text: text(8), mark: gridMark })).max(62),
      }),
    )
    .max(500),
  legend: z.array(z.object({ mark: gridMark, text: text(8), meaning: text(200) })).max(20),
  none: text(300),
});

/** Bars side by side in time, one or more series stacked; told apart by pattern. Gaps in time are bars without values. */
const chart = z.object({
  kind: z.literal('chart'),
  caption: text(300),
  unit: text(40),
  series: z
    .array(z.object({ name: text(100), pattern: z.enum(['solid', 'hatched', 'open']) }))
    .min(1)
    .max(3),
  bars: z.array(z.object({ label: text(20), values: z.array(z.number().min(0)).max(3) })).max(120),
  none: text(300),
});

/** Values over true time: a factor that holds until the next one, a mean that drifts. Hollow points do not count. */
const timeChart = z.object({
  kind: z.literal('time-chart'),
  caption: text(300),
  unit: text(40),
  points: z.array(z.object({ at: text(40), value: z.number(), isHollow: z.boolean() })).max(2000),
  levels: z.array(z.object({ value: z.number(), look: z.enum(['limit', 'target']) })).max(6),
  join: z.enum(['step', 'straight']),
  none: text(300),
});

/** A picture that belongs to the record: the strokes of a customer's signature, a photo of a step. */
const picture = z.object({
  kind: z.literal('picture'),
  caption: text(300),
  /** What can be set: a photo is 8 MiB at most. */
  image: z.object({ type: z.enum(['png', 'jpeg']), base64: z.base64().max(12_000_000) }),
  /** Largest size on the paper; the picture keeps its shape. */
  widthMm: z.number().min(10).max(180),
  heightMm: z.number().min(5).max(120),
});

/** Every signature that counts for what the report shows, and those that no longer do (21 CFR 11.50, 11.70). */
export const signatureRow = z.object({
  printedName: text(200),
  role: text(200),
  /** Performed, reviewed, approved, verified: in words. */
  meaning: text(100),
  /** Local time of the signer with its zone. */
  at: text(80),
  what: text(300),
  /** Hash of the record that was signed. */
  hash: text(64),
  counts: z.boolean(),
  /** Why it no longer counts, else empty. */
  why: text(300),
});
export type SignatureRow = z.infer<typeof signatureRow>;

const signatures = z.object({
  kind: z.literal('signatures'),
  rows: z.array(signatureRow).max(5000),
  /** Lines to be signed by hand, with what they stand for ("Reviewed by"). */
  blanks: z.array(text(100)).max(6),
  none: text(300),
});

/** What is missing, named: a report that is silent about a gap would say that all is there. */
export const gapRow = z.object({ what: text(300), when: text(120), why: text(600) });
export type GapRow = z.infer<typeof gapRow>;

const gaps = z.object({ kind: z.literal('gaps'), rows: z.array(gapRow).max(20_000), none: text(300) });

const label = z.object({
  kind: z.literal('label'),
  title: text(80),
  lines: z.array(z.object({ label: text(40), value: text(80) })).max(8),
});

/** Makes the next block begin a page. */
const pageBreak = z.object({ kind: z.literal('page-break') });

export const reportBlock = z.discriminatedUnion('kind', [
  heading,
  note,
  keyValues,
  table,
  grid,
  chart,
  timeChart,
  picture,
  signatures,
  gaps,
  label,
  pageBreak,
]);
export type ReportBlock = z.infer<typeof reportBlock>;
export type BlockOf<Kind extends ReportBlock['kind']> = Extract<ReportBlock, { kind: Kind }>;

/** What the content rests on: a procedure's version, the algorithm that decided, where a limit comes from. */
export const versionRow = z.object({
  kind: z.enum(['sop', 'algorithm', 'limits', 'definition', 'program', 'report']),
  name: text(200),
  version: text(120),
  source: text(400),
});
export type VersionRow = z.infer<typeof versionRow>;

const reportShape = z.object({
  /** Version of this description itself. */
  format: z.literal(1),
  reportId: text(64),
  title: text(200),
  subtitle: text(300),
  /** The head of the first page: lab, instrument, period. */
  facts: z.array(z.object({ label: text(100), value: text(400) })).max(20),
  /** Local time with offset and the zone's name. */
  preparedAt: text(80),
  preparedBy: text(200),
  paper,
  versions: z.array(versionRow).max(200),
  blocks: z.array(reportBlock).max(5000),
});

/** On a sheet the signature manifest, the gaps and the versions are never left out, even when there is nothing in them. */
export const reportDocument = reportShape.refine(
  ({ paper: { kind }, blocks, versions }) =>
    kind === 'label' ||
    (blocks.some((block) => block.kind === 'signatures') &&
      blocks.some((block) => block.kind === 'gaps') &&
      versions.length > 0),
  'reports/no-manifest',
);
export type ReportDocument = z.infer<typeof reportShape>;

/** The text whose SHA-256 (UTF-8, hex) is printed on the paper: keys in the order of the schema, without spaces. */
export function contentText(document: ReportDocument): string {
  return JSON.stringify(reportShape.parse(document));
}

import * as z from 'zod';
import { decimalText, definitionKey, patternText, sourced, sourceKey } from './definition-facts.ts';
import { cellDynFraming, cellDynMapping } from './drivers/cell-dyn/schema.ts';
import { coulterTextFraming, coulterTextMapping } from './drivers/coulter-text/schema.ts';
import { cytometryMapping } from './drivers/cytometry-files/schema.ts';
import { diatronFraming, diatronMapping } from './drivers/diatron/schema.ts';
import { hl7Mapping, mllpFraming } from './drivers/hl7/schema.ts';
import { K204_READ_COMMANDS } from './drivers/k204/answer.ts';
import { k204Framing, k204Mapping } from './drivers/k204/schema.ts';
import { mindray8idFraming, mindray8idMapping } from './drivers/mindray-8id/schema.ts';
import { miniCubeFraming, miniCubeMapping } from './drivers/mini-cube/schema.ts';
import { NIKON_READ_COMMANDS } from './drivers/nikon-ascii/commands.ts';
import { nikonAsciiMapping } from './drivers/nikon-ascii/schema.ts';
import { findLineRuleFaults, plainLinesMapping } from './drivers/plain-lines/schema.ts';
import { SBI_READ_COMMANDS } from './drivers/sartorius-sbi/lines.ts';
import { sartoriusSbiMapping } from './drivers/sartorius-sbi/schema.ts';
import { findCaFaults, sysmexCaFraming, sysmexCaMapping } from './drivers/sysmex-ca/schema.ts';
import { sysmexFixedFraming, sysmexFixedMapping } from './drivers/sysmex-fixed/schema.ts';
import type { ErrorBook } from './error-book.ts';
import { findFieldMapFaults } from './field-map.ts';
import type { Knowledge } from './knowledge.ts';
import { serialSettings } from './link-settings.ts';
import { lotComment, lotRecord, orderPlaces } from './mapping/order-places.ts';
import { READ_ONLY_COMMANDS } from './protocols/mt-sics.ts';
import { resultRules } from './result-rules.ts';
import type { DefinitionStamp } from './signals.ts';
import type { UpkeepPlan } from './upkeep.ts';

/**
 * What is true of every instrument of one model: `instrument.yaml` of its folder, as data.
 *
 * A definition says how the link is set, how bytes become frames and frames messages, where a message holds what, and
 * what its marks mean. Code is written only for a new framing or protocol. `docs/adding-an-instrument.md` explains
 * every key to people.
 */

/** What the wire carries and, just as openly, what it does not; the page has a sentence for each. */
export const carriedThing = z.enum([
  'results',
  'flags',
  'qc-results',
  'background-check',
  'errors-of-a-sample',
  'barcode-failures',
  'image-names',
  'order-queries',
  'reagent-lots',
  'weights',
  'stability',
  'overload',
  'temperatures',
  'identity',
  'no-error-codes',
  'no-operational-status',
  'no-counters',
  'no-reagent-lots',
  'no-control-levels',
]);

const linkDefault = z.discriminatedUnion('kind', [
  /** A folder into which the instrument's programs write their files. */
  z.strictObject({ kind: z.literal('folder'), note: z.string().max(300).default(''), ...sourced }),
  /** No wire: a manual instrument. */
  z.strictObject({ kind: z.literal('none'), note: z.string().max(300).default(''), ...sourced }),
  z.strictObject({
    kind: z.literal('serial'),
    settings: serialSettings,
    note: z.string().max(300).default(''),
    ...sourced,
  }),
  z.strictObject({
    kind: z.literal('tcp-server'),
    port: z.number().int().min(1).max(65_535).nullable(),
    note: z.string().max(300).default(''),
    ...sourced,
  }),
  z.strictObject({
    kind: z.literal('tcp-client'),
    port: z.number().int().min(1).max(65_535).nullable(),
    note: z.string().max(300).default(''),
    ...sourced,
  }),
]);

/** How bytes become frames. Bounds are the framing's own; a definition may only tighten them. */
export const framing = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('lis01'),
    /** Decision 6: `lenient` takes any frame number as long as the checksum holds. */
    numbering: z.enum(['strict', 'lenient']),
    /** Longest frame the sender is expected to use, overhead included: 247 (E1381-95) or 64,000 (LIS01-A2). */
    maxFrameBytes: z.number().int().min(247).max(64_000).default(64_000),
  }),
  z.strictObject({
    kind: z.literal('line'),
    maxLineBytes: z.number().int().min(16).max(4096).default(1024),
  }),
  cellDynFraming,
  sysmexFixedFraming,
  sysmexCaFraming,
  mllpFraming,
  miniCubeFraming,
  diatronFraming,
  mindray8idFraming,
  coulterTextFraming,
  k204Framing,
  /** Nothing comes over a wire. */
  z.strictObject({ kind: z.literal('none') }),
]);

export const protocol = z.strictObject({
  kind: z.enum([
    'lis02',
    'mt-sics',
    'cell-dyn',
    'cytometry-files',
    'hl7',
    'sysmex-fixed',
    'sysmex-ca',
    'nikon-ascii',
    'sartorius-sbi',
    'mini-cube',
    'diatron',
    'mindray-8id',
    'coulter-text',
    'k204',
    'plain-lines',
    'none',
  ]),
  /** Code page of the wire (`latin-1`, `utf-8`, `cp1252`, `cp1251`); `auto` takes UTF-8 where the bytes are that. */
  charset: z.string().regex(/^[a-z0-9-]{3,20}$/),
  /** LIS02 escapes: `&F&` (standard) or the escape character before the character itself. */
  escapes: z.enum(['standard', 'char-prefix']).default('standard'),
});

/** Commands that only ask. Anything else in a definition is refused: Benchside never changes an instrument (B.1, 14). */
export const readOnlyCommand = z.enum([
  ...READ_ONLY_COMMANDS,
  ...NIKON_READ_COMMANDS,
  ...SBI_READ_COMMANDS,
  ...K204_READ_COMMANDS,
]);

export const polling = z.strictObject({
  /** Asked once after the link opens, in this order; an instrument may not know all of them. */
  atConnect: z.array(readOnlyCommand).max(8),
  repeat: z.strictObject({ command: readOnlyCommand, everyMs: z.number().int().min(200).max(3_600_000) }),
  replyTimeoutMs: z.number().int().min(200).max(60_000),
  /** Unanswered questions in a row before the link counts as silent. */
  silentAfterCount: z.number().int().min(1).max(20),
  ...sourced,
});

/** One component of one field, counted from 1 as LIS02 does: `{ record: O, field: 4, component: 3 }`. */
export const place = z.strictObject({
  record: z.string().regex(/^[A-Z]$/),
  field: z.number().int().min(1).max(64),
  /** Without it the whole field; `first` is the first component that is not blank. */
  component: z.union([z.number().int().min(1).max(32), z.literal('first')]).optional(),
});
export type Place = z.infer<typeof place>;

const backgroundLimit = z.strictObject({
  code: z.string().min(1).max(80),
  limit: decimalText,
  unit: z.string().min(1).max(40),
  /** False for tests that are only there in some modes: their absence does not spoil the verdict. */
  isRequired: z.boolean(),
  ...sourced,
});

const background = z.strictObject({
  /** Specimen ids of a background check, compared without blanks, case and hyphens. */
  specimens: z.array(z.string().min(1).max(60)).min(1).max(20),
  /** Flags by which the instrument itself says that a blank is above its limit. */
  failFlags: z.array(z.string().min(1).max(8)).max(8),
  /** Code in the error book that a failed check raises. */
  errorCode: z.string().min(1).max(60),
  /** Limits by the model the message names; a model in none of them cannot be evaluated. */
  limitSets: z
    .array(z.strictObject({ models: z.array(patternText).min(1).max(40), limits: z.array(backgroundLimit).max(60) }))
    .max(20),
});

export const lis02Mapping = z.strictObject({
  kind: z.literal('lis02'),
  sender: z
    .strictObject({
      model: z.number().int().min(1).max(16).nullable(),
      software: z.number().int().min(1).max(16).nullable(),
      serialNumber: z.number().int().min(1).max(16).nullable(),
      ...sourced,
    })
    .nullable(),
  /** Where the specimen id may be, tried in order; the first that is not blank. */
  specimen: z.array(place).min(1).max(8),
  /** Component of R.3 that is the test code; null compares the whole field. */
  testComponent: z.number().int().min(1).max(16).nullable(),
  /** Characters that may stand right behind the number in R.4 and mean what flags mean; `flags` says what, where it is known. */
  valueMarks: z
    .array(z.string().regex(/^[^\s\d.,^]$/))
    .max(20)
    .default([]),
  qc: z.strictObject({
    /** `O.12` or `H.12` holds this letter. */
    actionCodes: z.array(z.string().min(1).max(4)).max(8),
    processingIds: z.array(z.string().min(1).max(4)).max(8),
    specimenPatterns: z.array(patternText).max(20),
    ...sourced,
  }),
  background: background.nullable(),
  /** Where orders and inquiries keep their parts; without it they are counted only. */
  orders: orderPlaces.nullable().default(null),
  /** Comments that name a reagent's lot or a calibration curve. */
  lots: z.array(lotComment).max(20).default([]),
  /** Manufacturer records that list the reagents on board. */
  lotRecords: z.array(lotRecord).max(8).default([]),
  ...resultRules,
  /** Further fields to hide beside those every LIS02 message hides; nothing can be un-hidden here. */
  alsoHide: z.array(place).max(40),
  /** `M` records (by M.3) that hold no identity and may be shown whole. */
  openManufacturerRecords: z.array(z.string().min(1).max(60)).max(40),
});
export type Lis02Mapping = z.infer<typeof lis02Mapping>;

export const mtSicsMapping = z.strictObject({
  kind: z.literal('mt-sics'),
  analyte: z.string().regex(/^[a-z0-9-]+$/),
  /** Book codes by what the balance answers. */
  errors: z.strictObject({
    notExecutable: z.string().min(1).max(60),
    wrongParameter: z.string().min(1).max(60),
    overload: z.string().min(1).max(60),
    underload: z.string().min(1).max(60),
    syntax: z.string().min(1).max(60),
    transmission: z.string().min(1).max(60),
    logical: z.string().min(1).max(60),
  }),
  ...sourced,
});
export type MtSicsMapping = z.infer<typeof mtSicsMapping>;

/** An instrument that says nothing on a wire: everything is typed, scanned, or read from its files. */
const noMapping = z.strictObject({ kind: z.literal('none') });

export const instrumentFile = z.strictObject({
  key: definitionKey,
  /** Another wire format of the same instrument: the key of the definition it is a dialect of. */
  dialectOf: definitionKey.nullable().default(null),
  /** Where the instrument has several wire formats: what this one is called where a person chooses, one sentence. */
  formatName: z.string().max(160).default(''),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  maker: z.string().min(1).max(80),
  model: z.string().min(1).max(80),
  instrumentClass: z.string().min(1).max(40),
  searchWords: z.array(z.string().min(1).max(40)).max(40),
  /** `files`: what the instrument's software exports into a folder; `none`: everything is typed or scanned. */
  conversation: z.enum(['receiver', 'polled', 'files', 'none']),
  carries: z.array(carriedThing).min(1),
  links: z.array(linkDefault).min(1).max(6),
  framing,
  protocol,
  polling: polling.nullable(),
  /** Senders this definition is written for (by the model the message names); empty takes any. */
  fits: z.strictObject({ models: z.array(patternText).max(40), sources: z.array(sourceKey).max(12) }),
  mapping: z.discriminatedUnion('kind', [
    lis02Mapping,
    mtSicsMapping,
    cellDynMapping,
    cytometryMapping,
    hl7Mapping,
    sysmexFixedMapping,
    sysmexCaMapping,
    nikonAsciiMapping,
    sartoriusSbiMapping,
    miniCubeMapping,
    diatronMapping,
    mindray8idMapping,
    coulterTextMapping,
    k204Mapping,
    plainLinesMapping,
    noMapping,
  ]),
});
export type InstrumentFile = z.infer<typeof instrumentFile>;

/** One definition, loaded: the instrument file with its book, its upkeep and the stamp that signals carry. */
export interface InstrumentDefinition extends InstrumentFile {
  readonly errorBook: ErrorBook;
  readonly upkeep: UpkeepPlan;
  readonly knowledge: Knowledge;
  readonly stamp: DefinitionStamp;
  readonly origin: 'shipped' | 'lab';
  /** What each source key stands for, from `SOURCES.md`. */
  readonly sources: Readonly<Record<string, string>>;
}

/** What one file can be wrong in beyond its shape; empty for a sound definition. Codes, not sentences. */
export function findDefinitionFaults(file: InstrumentFile, book: ErrorBook): string[] {
  const faults: string[] = [];
  const codes = new Set(book.entries.map((entry) => entry.code));
  const wanted = new Set<string>();
  if (file.mapping.kind !== file.protocol.kind) faults.push(`mapping-does-not-fit-protocol ${file.protocol.kind}`);
  if ((file.conversation === 'polled') !== (file.polling !== null)) faults.push('polling-missing-or-too-much');
  if (file.mapping.kind === 'lis02' && file.mapping.background !== null) wanted.add(file.mapping.background.errorCode);
  if ('raises' in file.mapping) {
    for (const rule of file.mapping.raises) wanted.add(rule.code);
    const seen = new Set<string>();
    for (const code of file.mapping.groups.flatMap((group) => group.codes)) {
      if (seen.has(code)) faults.push(`test-code-used-twice ${code}`);
      seen.add(code);
    }
  } else if (file.mapping.kind === 'mt-sics' || file.mapping.kind === 'sartorius-sbi') {
    for (const code of Object.values(file.mapping.errors)) wanted.add(code);
  } else if (file.mapping.kind === 'nikon-ascii') {
    for (const code of [...Object.values(file.mapping.refusals), file.mapping.otherRefusal]) wanted.add(code);
  } else if (file.mapping.kind === 'cell-dyn') {
    wanted.add(file.mapping.missingValue.code);
  }
  if (file.mapping.kind === 'mini-cube') for (const code of Object.values(file.mapping.errors)) wanted.add(code);
  if (file.mapping.kind === 'k204') wanted.add(file.mapping.errors.lowBattery);
  if (file.mapping.kind === 'diatron') for (const code of Object.values(file.mapping.warnings.bits)) wanted.add(code);
  if (file.mapping.kind === 'plain-lines') faults.push(...findLineRuleFaults(file.mapping));
  if (file.mapping.kind === 'sysmex-ca') faults.push(...findCaFaults(file.mapping));
  if ('fieldMap' in file.mapping) faults.push(...findFieldMapFaults(file.mapping.fieldMap));
  for (const code of wanted) if (!codes.has(code)) faults.push(`error-code-not-in-book ${code}`);
  const guides = new Set(book.guides.map((entry) => entry.key));
  const names = book.entries.flatMap((entry) => [entry.code, ...entry.alsoKnownAs].map((name) => name.toUpperCase()));
  if (new Set(names).size !== names.length) faults.push('error-code-used-twice');
  if (guides.size !== book.guides.length) faults.push('guide-key-used-twice');
  for (const key of [book.generalGuide, ...book.entries.map((entry) => entry.guide)]) {
    if (key !== null && !guides.has(key) && !key.startsWith('general-')) faults.push(`guide-missing ${key}`);
  }
  return faults;
}

import type { InstrumentDefinition } from '../../definition.ts';
import { fieldAt, listFields, type PlacedField, readFieldNumber, specimenOwner } from '../../field-map.ts';
import type { Interpretation, MappingContext, MaskedSpecimen, Sender } from '../../mapping/context.ts';
import { emptyState } from '../../mapping/context.ts';
import { matchesAny } from '../../mapping/pattern.ts';
import { describeError, type SignalBase, signalBase } from '../../mapping/signal-base.ts';
import type { Signal } from '../../signals.ts';
import { type Cell, type CellDynBlock, splitBlock } from './block.ts';
import { isEmptyCell, maskCells, recordOf } from './mask-block.ts';
import type { CellDynMapping } from './schema.ts';

/** At most so many test names in an error's text. */
const MOST_TESTS = 12;
/** Raw parts of an unmapped signal are cut here: curves run to thousands of characters. */
const LONGEST_RAW = 400;

/**
 * Reads one block by the field map of its definition: one `result` or `qc-result` for each result field, in the order of
 * the wire; a flag field that is not zero flags its result, or is told on its own. What nobody mapped is named where it
 * holds anything. A specimen of a type the map does not name is nobody's: its results are kept without a specimen.
 */
export function interpretCellDyn(
  definition: InstrumentDefinition,
  mapping: CellDynMapping,
  bytes: Uint8Array,
  context: MappingContext,
): Interpretation {
  const block = splitBlock(bytes);
  const reading = readBlock(definition, mapping, block);
  const { owner, id, sender } = reading;
  const base = signalBase(definition, context);
  const specimen = owner === 'patient' && id !== '' ? context.hashSpecimen(id) : null;
  const results = reading.results.map(
    (result): Signal =>
      owner === 'qc'
        ? { kind: 'qc-result', ...base, ...result, specimen: null, controlLot: id }
        : { kind: 'result', ...base, ...result, specimen },
  );
  const purpose = results.length === 0 || owner === 'other' ? 'other' : owner === 'qc' ? 'qc' : 'results';
  const first: Signal = {
    kind: 'message',
    ...base,
    protocol: 'cell-dyn',
    purpose,
    recordCount: 1,
    resultCount: results.length,
    isResend: context.isResend ?? false,
    isPartial: context.isPartial ?? false,
    specimen,
    sender,
  };
  const missing = reading.results.filter(
    ({ test, meaning }) => owner !== 'other' && meaning === 'no-result' && mapping.missingValue.tests.includes(test),
  );
  const raised: Signal[] =
    missing.length === 0 ? [] : [missingValueError(definition, mapping, missing, { ...base, specimen })];
  const unmapped = reading.notes.map(
    ({ what, raw }): Signal => ({ kind: 'unmapped', ...base, what, raw: shorten(raw) }),
  );
  return {
    signals: [first, ...results, ...raised, ...unmapped],
    maskedRecords: [reading.masked.join(',') + block.ending],
    key: findKey(reading, specimen),
    isRepeat: false,
    state: { ...(context.state ?? emptyState), sender: sender ?? context.state?.sender ?? null },
  };
}

type Measured = Omit<
  Extract<Signal, { kind: 'result' }>,
  'kind' | 'at' | 'instrument' | 'message' | 'frames' | 'definition' | 'checksum' | 'specimen'
>;

/** What a block says, before it becomes signals. `id` is raw and goes nowhere but into a hash or a control's lot. */
interface Reading {
  readonly recordKey: string;
  readonly owner: string;
  readonly id: string;
  readonly sequence: string;
  readonly completedAt: string;
  readonly sender: Sender | null;
  readonly results: readonly Measured[];
  readonly masked: readonly string[];
  readonly notes: readonly { readonly what: string; readonly raw: string }[];
}

function readBlock(definition: InstrumentDefinition, mapping: CellDynMapping, block: CellDynBlock): Reading {
  const { cells } = block;
  const found = recordOf(mapping.fieldMap, block);
  const record = found?.record ?? null;
  const masked = block.isWellQuoted
    ? maskCells(block, record, definition.fits.models)
    : cells.map(({ raw }) => raw.replace(/[^" -]/g, '*'));
  const notes = noteBlock(block, mapping, masked);
  if (found === null || record === null) {
    notes.push({ what: `message-type ${(masked[0] ?? '').replaceAll('"', '').trim()}`, raw: masked.join(',') });
    return {
      recordKey: '',
      owner: '',
      id: '',
      sequence: '',
      completedAt: '',
      sender: null,
      results: [],
      masked,
      notes,
    };
  }
  const fields = listFields(record);
  const textOf = (kind: PlacedField['kind']): string => {
    for (const field of fields) {
      const cell = field.kind === kind ? cells[field.first] : undefined;
      if (cell !== undefined && !isEmptyCell(cell)) return cell.text.trim();
    }
    return '';
  };
  const shownOf = (kind: PlacedField['kind']): string => {
    const field = fields.find((one) => one.kind === kind);
    const shown = field === undefined ? '' : (masked[field.first] ?? '');
    return shown.includes('*') || EMPTY_MARKS.test(shown) ? '' : shown.replaceAll('"', '').trim();
  };
  const owner = ownerOf(fields, cells);
  if (owner === 'other')
    notes.push({ what: `specimen-type ${shownOf('specimen-type')}`.trim(), raw: masked.join(',') });
  const completedAt = `${shownOf('date')} ${shownOf('time')}`.trim();
  const model = shownOf('model');
  notes.push(...noteFields(fields, record.size, cells, masked));
  return {
    recordKey: found.key,
    owner,
    id: textOf('specimen'),
    sequence: shownOf('sequence'),
    completedAt,
    sender: model === '' ? null : { model, software: shownOf('software'), serialNumber: shownOf('serial-number') },
    results: fields.flatMap((field) => {
      const cell = cells[field.first];
      if (cell === undefined || fieldAt(record, field.first) !== field) return [];
      if (field.kind === 'result')
        return [readResult(field, cell, masked[field.first] ?? '', mapping, cells, fields, completedAt)];
      return field.kind === 'flag' && field.of === ''
        ? [readFlag(field, cell, masked[field.first] ?? '', completedAt)]
        : [];
    }),
    masked,
    notes,
  };
}

const EMPTY_MARKS = /^[-/:." ]*$/;
/** What says nothing in a field nobody mapped: zeros, dashes, blanks. */
const QUIET = /^[-0. ]*$/;

/** Whose the specimen is: what the map makes of the sent code; a record without such a field is a patient's. */
function ownerOf(fields: readonly PlacedField[], cells: readonly Cell[]): string {
  const field = fields.find(({ kind }) => kind === 'specimen-type');
  if (field === undefined) return 'patient';
  const sent = (cells[field.first]?.text ?? '').trim();
  const owner = Object.hasOwn(field.values, sent) ? field.values[sent] : 'other';
  return specimenOwner.safeParse(owner).data ?? 'other';
}

function readResult(
  field: PlacedField,
  cell: Cell,
  shown: string,
  mapping: CellDynMapping,
  cells: readonly Cell[],
  fields: readonly PlacedField[],
  completedAt: string,
): Measured {
  const text = cell.text.trim();
  const flags = fields.flatMap((flag) => {
    const sent = flag.kind === 'flag' && flag.of === field.test ? (cells[flag.first]?.text ?? '').trim() : '';
    return QUIET.test(sent) ? [] : [flag.values[sent] ?? flag.name];
  });
  const isMissing = text === '' || matchesAny(mapping.fieldMap.noResult, text);
  const isOver = matchesAny(mapping.fieldMap.overRange, text);
  const value = isMissing || isOver ? null : readFieldNumber(text, field);
  const meaning = isMissing ? 'no-result' : isOver ? 'over-range' : value === null ? 'text' : 'not-flagged';
  return {
    test: field.test,
    rawValue: cell.isQuoted ? shown.replaceAll('"', '') : shown,
    unit: field.unit,
    flags,
    status: '',
    analyte: field.analyte,
    value,
    meaning: meaning === 'not-flagged' && flags.length > 0 ? 'flag' : meaning,
    completedAt,
  };
}

/** A flag of the whole record: told with its word, or as sent. */
function readFlag(field: PlacedField, cell: Cell, shown: string, completedAt: string): Measured {
  const sent = cell.text.trim();
  const isQuiet = QUIET.test(sent);
  const word = Object.hasOwn(field.values, sent) ? field.values[sent] : undefined;
  return {
    test: field.test === '' ? field.name : field.test,
    rawValue: shown,
    unit: '',
    flags: isQuiet || word === undefined ? [] : [word],
    status: '',
    analyte: null,
    value: null,
    meaning: isQuiet ? 'not-flagged' : 'flag',
    completedAt,
  };
}

interface NoteText {
  readonly what: string;
  readonly raw: string;
}

function noteBlock(block: CellDynBlock, { checksum }: CellDynMapping, masked: readonly string[]): NoteText[] {
  const notes: NoteText[] = [];
  if (block.checksum !== '' && block.checksum.toUpperCase() !== block.sum && !checksum.isProven) {
    notes.push({ what: 'checksum-not-verified', raw: `${block.checksum}, byte sum ${block.sum}` });
  }
  if (!block.isWellQuoted) notes.push({ what: 'quote-open', raw: masked.join(',') });
  return notes;
}

/** Fields nobody named that hold something, one note for each run of them, and a record of another length. */
function noteFields(
  fields: readonly PlacedField[],
  size: number | null,
  cells: readonly Cell[],
  masked: readonly string[],
): NoteText[] {
  const notes: NoteText[] = [];
  let beyond = 0;
  for (const field of fields) {
    beyond = Math.max(beyond, field.last + 1);
    if (field.kind !== 'unmapped') continue;
    const own: number[] = [];
    for (let place = field.first; place <= Math.min(field.last, cells.length - 1); place += 1) {
      const isNarrowest = fields.every(
        ({ first, last }) => place < first || place > last || last - first >= field.last - field.first,
      );
      if (isNarrowest) own.push(place);
    }
    if (own.some((place) => !QUIET.test(cells[place]?.text ?? ''))) {
      notes.push({ what: `field ${field.position}`, raw: own.map((place) => masked[place] ?? '').join(',') });
    }
  }
  if (cells.length > beyond) notes.push({ what: `fields-beyond ${beyond}`, raw: masked.slice(beyond).join(',') });
  // The checksum is a field of the map where its place is known, and stands apart here.
  if (size !== null && cells.length < size - 1)
    notes.push({ what: `record-short ${cells.length} of ${size}`, raw: '' });
  return notes;
}

function missingValueError(
  definition: InstrumentDefinition,
  { missingValue }: CellDynMapping,
  missing: readonly Measured[],
  base: SignalBase & { readonly specimen: MaskedSpecimen | null },
): Signal {
  const tests = missing.slice(0, MOST_TESTS).map(({ test }) => test);
  return { kind: 'error', ...base, ...describeError(definition, missingValue.code, tests.join(', ')) };
}

/** Decision 4's key: sender, sequence number, specimen and run time. Without a time two runs can not be told apart. */
function findKey(reading: Reading, specimen: MaskedSpecimen | null): string | null {
  const { results, completedAt, sender, sequence, recordKey, owner, id } = reading;
  if (results.length === 0 || completedAt === '') return null;
  const from = sender === null ? '' : sender.serialNumber || sender.model;
  const whose = owner === 'qc' ? id : (specimen?.hash ?? '');
  return [from, recordKey, sequence, whose, completedAt, results.length].join('|');
}

function shorten(text: string): string {
  return text.length <= LONGEST_RAW ? text : `${text.slice(0, LONGEST_RAW)}… (${text.length})`;
}

import { latin1ToText } from '../../../kernel/bytes.ts';
import type { InstrumentDefinition } from '../../definition.ts';
import { listFields, type PlacedField, readFieldNumber, specimenOwner } from '../../field-map.ts';
import { emptyState, type Interpretation, type MappingContext, type Sender } from '../../mapping/context.ts';
import { raiseErrors } from '../../mapping/lis02-errors.ts';
import { foldSpecimenName, type OrderView } from '../../mapping/lis02-specimen.ts';
import { matchesAny } from '../../mapping/pattern.ts';
import { understandResult, viewTest } from '../../mapping/result-meaning.ts';
import { signalBase } from '../../mapping/signal-base.ts';
import type { ResultSignal, Signal } from '../../signals.ts';
import { maskField, maskPart } from './mask-parts.ts';
import { type FixedPart, findText, splitParts, textOf } from './parts.ts';
import type { SysmexFixedMapping } from './schema.ts';

/** Raw parts of an unmapped signal are cut here. */
const LONGEST_RAW = 400;
/** What says nothing in a column nobody mapped. */
const QUIET = /^[ 0*]*$/;

type Measured = Omit<
  ResultSignal,
  'kind' | 'at' | 'instrument' | 'message' | 'frames' | 'definition' | 'checksum' | 'specimen'
>;

/**
 * Reads one text of the fixed-length format by the field map of its definition: one signal for each value that was ordered
 * (blank columns are not), one for each message that is set, one for each picture named. A suspect message carries its
 * Q-value whether it is set or not; the mark that it is above the analyzer's threshold stands in another record.
 */
export function interpretSysmexFixed(
  definition: InstrumentDefinition,
  mapping: SysmexFixedMapping,
  block: Uint8Array,
  context: MappingContext,
): Interpretation {
  const parts = splitParts(latin1ToText(block), mapping);
  const { models } = definition.fits;
  const maskedRecords = parts.map((part) => maskPart(part, models));
  const base = signalBase(definition, context);
  const order = readOrder(parts, mapping);
  const isInquiry = parts[0]?.key === 'inquiry';
  const whose = isInquiry ? 'patient' : order.kind;
  const specimen = whose === 'patient' && order.id !== '' ? context.hashSpecimen(order.id) : null;
  const sender = readSender(parts, mapping, models);
  const completedAt = shownText(parts, 'date', models);
  const measured = readResults(parts, mapping, completedAt, models);
  const results = measured.map((result): Signal => {
    if (order.kind === 'background') {
      const verdict = { limit: null, limitSource: '', verdict: 'cannot-evaluate' as const };
      return { kind: 'background', ...base, ...result, specimen: null, ...verdict };
    }
    return order.kind === 'qc'
      ? { kind: 'qc-result', ...base, ...result, specimen: null, controlLot: order.id }
      : { kind: 'result', ...base, ...result, specimen };
  });
  const purposes = { background: 'background', qc: 'qc', patient: 'results' };
  const purpose = isInquiry ? 'query' : results.length === 0 ? 'other' : purposes[order.kind];
  const first: Signal = {
    kind: 'message',
    ...base,
    protocol: 'sysmex-fixed',
    purpose,
    recordCount: parts.length,
    resultCount: results.length,
    isResend: context.isResend ?? false,
    isPartial: context.isPartial ?? false,
    specimen,
    sender,
  };
  const seen = measured.map((result) => ({ code: result.test, flags: result.flags, measured: result, order }));
  const raised = raiseErrors(
    definition,
    { raises: mapping.raises, background: null },
    isInquiry ? [] : [order],
    seen,
    null,
  ).map(
    ({ specimen: raw, ...error }): Signal => ({
      kind: 'error',
      ...base,
      ...error,
      specimen: raw === '' ? null : context.hashSpecimen(raw),
    }),
  );
  const unmapped = noteParts(parts, maskedRecords).map(
    ({ what, raw }): Signal => ({ kind: 'unmapped', ...base, what, raw: raw.slice(0, LONGEST_RAW) }),
  );
  return {
    signals: [first, ...readPlaces(parts, isInquiry, base, specimen), ...results, ...raised, ...unmapped],
    maskedRecords,
    key: findKey(parts, sender, specimen?.hash ?? (order.kind === 'patient' ? '' : order.id), completedAt, measured),
    isRepeat: false,
    state: { ...(context.state ?? emptyState), sender: sender ?? context.state?.sender ?? null },
  };
}

/** Whose the sample is: the wire's own word where the map knows one, else the shape of the id. */
function readOrder(parts: readonly FixedPart[], mapping: SysmexFixedMapping): OrderView {
  const id = findText(parts, 'specimen');
  if (id !== '' && mapping.blanks.some((name) => foldSpecimenName(name) === foldSpecimenName(id))) {
    return { kind: 'background', id };
  }
  for (const part of parts) {
    const field =
      part.record === null ? undefined : listFields(part.record).find(({ kind }) => kind === 'specimen-type');
    if (field === undefined) continue;
    const sent = textOf(part, field).trim();
    const owner = specimenOwner.safeParse(Object.hasOwn(field.values, sent) ? field.values[sent] : undefined).data;
    if (owner === 'qc' || owner === 'background') return { kind: owner, id };
  }
  return { kind: matchesAny(mapping.qc.specimenPatterns, id) ? 'qc' : 'patient', id };
}

function readSender(
  parts: readonly FixedPart[],
  { sender }: SysmexFixedMapping,
  models: readonly string[],
): Sender | null {
  const pieces = shownText(parts, 'model', models)
    .split('^')
    .map((piece) => piece.trim());
  const read = (number: number | null) => (number === null ? '' : (pieces[number - 1] ?? ''));
  const model = read(sender.model);
  return model === '' ? null : { model, software: read(sender.software), serialNumber: read(sender.serialNumber) };
}

/** A field's text, or nothing where it may not be seen as it is. */
function shownText(parts: readonly FixedPart[], kind: PlacedField['kind'], models: readonly string[]): string {
  for (const part of parts) {
    const field = part.record === null ? undefined : listFields(part.record).find((one) => one.kind === kind);
    if (field === undefined) continue;
    const text = textOf(part, field);
    return maskField(field, text, models) === text ? text.trim() : '';
  }
  return '';
}

function readPlaces(
  parts: readonly FixedPart[],
  isInquiry: boolean,
  base: Omit<Extract<Signal, { kind: 'error-cleared' }>, 'kind' | 'code'>,
  specimen: Extract<Signal, { kind: 'message' }>['specimen'],
): Signal[] {
  const short = (kind: 'rack' | 'tube'): string => {
    const text = findText(parts, kind).replace(/^0+/, '');
    return /^\d{1,4}$/.test(text) ? text : '';
  };
  const readBy = findText(parts, 'read-by');
  const places = { rack: short('rack'), tube: short('tube'), readBy: readBy.length === 1 ? readBy : '' };
  if (!isInquiry && places.rack === '' && places.tube === '') return [];
  return [
    {
      kind: 'order',
      ...base,
      purpose: isInquiry ? 'inquiry' : 'done',
      specimen,
      ...places,
      tests: [],
      profiles: [],
      action: '',
      reportType: '',
    },
  ];
}

/** Values, set messages and pictures, in the order of the wire; a message that has a value too marks it. */
function readResults(
  parts: readonly FixedPart[],
  mapping: SysmexFixedMapping,
  completedAt: string,
  models: readonly string[],
): Measured[] {
  const results: Measured[] = [];
  const byTest = new Map<string, number>();
  const rest = { unit: '', status: '', analyte: null, value: null, completedAt };
  for (const part of parts) {
    if (part.picture !== null) {
      const { name, size } = part.picture;
      results.push({ ...rest, test: `${part.key} ${name}`, rawValue: size, flags: [], meaning: 'image' });
      continue;
    }
    for (const field of part.record === null ? [] : listFields(part.record)) {
      const text = textOf(part, field);
      if (text.length !== field.last - field.first + 1 || text.trim() === '') continue;
      if (field.kind === 'result') {
        byTest.set(field.test, results.length);
        results.push(readValue(field, text, mapping, completedAt, models));
      } else if (field.kind === 'flag' && !QUIET.test(text)) {
        const at = byTest.get(field.test);
        const marked = at === undefined ? undefined : results[at];
        if (at !== undefined && marked !== undefined) {
          results[at] = { ...marked, flags: ['A'], meaning: viewTest(field.test, mapping).group ?? 'flag' };
          continue;
        }
        const meaning = viewTest(field.test, mapping).group ?? 'flag';
        results.push({ ...rest, test: field.test, rawValue: maskField(field, text, models), flags: ['A'], meaning });
      }
    }
  }
  return results;
}

function readValue(
  field: PlacedField,
  text: string,
  mapping: SysmexFixedMapping,
  completedAt: string,
  models: readonly string[],
): Measured {
  const view = viewTest(field.test, mapping);
  const common = { test: field.test, rawValue: maskField(field, text, models), status: '', completedAt };
  if (view.group !== null && view.group !== 'measured') {
    const meaning = view.group === 'suspect' ? 'not-flagged' : view.group;
    const value = view.group === 'suspect' ? readFieldNumber(text, field) : null;
    return { ...common, unit: field.unit, flags: [], analyte: view.analyte, value, meaning };
  }
  const isMissing = matchesAny(mapping.noResult, text.trim());
  const hasFlag = mapping.flagDigit.isSent && /\d$/.test(text);
  const flags = hasFlag && !isMissing ? [text.slice(-1)] : [];
  const digits = hasFlag ? text.slice(0, -1) : text;
  const number = isMissing ? null : readFieldNumber(digits, field);
  const understood = understandResult(number ?? text.trim(), flags, view, mapping, '^');
  // Columns that hold no number hold nothing one may chart, whatever they look like.
  const value = number === null ? null : understood.value;
  return { ...common, unit: field.unit, flags, analyte: view.analyte, value, meaning: understood.meaning };
}

/** Records and columns nobody named that hold something, and records of another length than they say. */
function noteParts(parts: readonly FixedPart[], masked: readonly string[]): { what: string; raw: string }[] {
  return parts.flatMap((part, index) => {
    const raw = masked[index] ?? '';
    if (part.data === '' && part.prefix === '') return [];
    const notes: { what: string; raw: string }[] = [];
    if (part.record === null && part.picture === null) notes.push({ what: `record ${part.key}`.trim(), raw });
    if (part.declared !== null && part.data.length !== part.declared && (part.record ?? part.picture) !== null) {
      notes.push({ what: `record-length ${part.key} ${part.data.length} of ${part.declared}`, raw });
    }
    for (const field of part.record === null ? [] : listFields(part.record)) {
      if (field.kind !== 'unmapped' || QUIET.test(textOf(part, field))) continue;
      notes.push({
        what: `field ${part.key} ${field.position}`,
        raw: `${field.name}: ${hideAll(textOf(part, field))}`,
      });
    }
    return notes;
  });
}

/** Digits that fill columns nobody named say nothing about a person; anything else there might. */
function hideAll(text: string): string {
  return /^[ 0-9*+-]*$/.test(text) && text.length <= 12 ? text : text.replace(/[^ 0]/g, '*');
}

/** Decision 4's key: sender, number and part of the message, whose it is, and its time. */
function findKey(
  parts: readonly FixedPart[],
  sender: Sender | null,
  whose: string,
  completedAt: string,
  results: readonly Measured[],
): string | null {
  if (results.length === 0 || completedAt === '') return null;
  const from = sender === null ? '' : sender.serialNumber || sender.model;
  const sequence = findText(parts, 'sequence');
  return [from, parts[0]?.data.slice(0, 6) ?? '', sequence, whose, completedAt, results.length].join('|');
}

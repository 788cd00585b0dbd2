import type { InstrumentDefinition, Lis02Mapping } from '../definition.ts';
import { findBrokenRecords, type Lis02Message, type Lis02Record, leafOf } from '../protocols/lis02.ts';
import type { Lis02Delimiters } from '../protocols/lis02-escape.ts';
import { RESULT_FIELDS } from '../protocols/lis02-fields.ts';
import type { BackgroundSignal, ResultSignal, Signal } from '../signals.ts';
import { findLimits, judgeBlank, summarizeBackground } from './background.ts';
import type { Interpretation, MappingContext, MaskedSpecimen, Sender } from './context.ts';
import { emptyState } from './context.ts';
import { policyOf } from './identity-policy.ts';
import { collectKnown } from './known-identity.ts';
import { isRaisingComment, raiseErrors, type SeenComment, type SeenResult } from './lis02-errors.ts';
import { keepFirstOfEach, type Note, noteRecord, noteResult } from './lis02-notes.ts';
import { noOrder, type OrderView, readOrder, readSpecimen } from './lis02-specimen.ts';
import { type MaskCarry, maskText, startCarry } from './mask-text.ts';
import { maskLoneValue, maskResultValue } from './mask-value.ts';
import { readLotRecord, readLotText, readOrderText } from './order-places.ts';
import { isKnownTest, isOffScale, understandResult, viewTest } from './result-meaning.ts';
import { signalBase } from './signal-base.ts';
import { sumText } from './sum-text.ts';
import { splitValueMarks } from './value-marks.ts';

/** Raw parts of an unmapped signal are cut here: pictures and curves as text run to tens of kilobytes. */
const LONGEST_RAW = 400;

/**
 * Reads one LIS02 message by a definition. Every R record gives exactly one `result`, `qc-result` or `background`
 * signal, in order, with test, value, unit, flags and status as sent; errors, notes and the verdict on a background
 * check come beside them.
 */
export function interpretLis02(
  definition: InstrumentDefinition,
  mapping: Lis02Mapping,
  view: Lis02Message,
  context: MappingContext,
): Interpretation {
  const { delimiters, records } = view;
  const known = collectKnown(records, delimiters);
  const hasHeader = records[0]?.type === 'H';
  const maskedRecords = maskRecords(definition, view, known);
  const sender = readSender(records[0], mapping, delimiters);
  const base = signalBase(definition, context);
  const results: Signal[] = [];
  const seen: SeenResult[] = [];
  const notes: Note[] = [];
  const comments: SeenComment[] = [];
  const asked: Signal[] = [];
  const lots: Signal[] = [];
  const processingId = records[0]?.type === 'H' ? (records[0].fields[11] ?? '') : '';
  const limits = mapping.background === null ? [] : findLimits(mapping.background, sender?.model ?? '');
  const orders: OrderView[] = [];
  const ids = new Set<string>();
  let order: OrderView | null = null;
  const broken = findBrokenRecords(view);
  for (const [index, record] of records.entries()) {
    const lot = readLotText(record, mapping.lots, view);
    const listed = lot === null ? readLotRecord(record, mapping.lotRecords, view) : [lot];
    const said = record.type === 'C' ? (maskedRecords[index]?.split(delimiters.field)[3] ?? '') : '';
    if (said !== '') comments.push({ text: said, order: order ?? noOrder });
    if (listed.length === 0 && !isRaisingComment(said, mapping)) notes.push(...noteRecord(record, index, mapping));
    lots.push(...listed.map((one): Signal => ({ kind: 'lot', ...base, ...one })));
    if (broken.has(index)) notes.push({ what: index === view.cutRecord ? 'record-cut' : 'line-stray', record: index });
    // A patient or a query closes the order before it: a result after it without an order belongs to none.
    if (record.type === 'P' || record.type === 'Q') order = null;
    if (record.type === 'O') {
      order = readOrder(record, mapping, delimiters, processingId);
      orders.push(order);
      if (order.kind === 'patient') ids.add(order.id);
    }
    if (record.type === 'Q') ids.add(readSpecimen(record, mapping, delimiters));
    const ordered = mapping.orders === null ? null : readOrderText(record, mapping.orders, view);
    if (ordered !== null) {
      const id = ordered.purpose === 'done' ? null : readSpecimen(record, mapping, delimiters);
      const specimen =
        id === null ? specimenOf(order ?? noOrder, context) : id === '' ? null : context.hashSpecimen(id);
      asked.push({ kind: 'order', ...base, ...ordered, specimen });
    }
    if (record.type !== 'R') continue;
    // Half a test code is no result; it is named above.
    if (index === view.cutRecord && record.fields.length < RESULT_FIELDS.value) continue;
    const owner = order ?? noOrder;
    const read = readResult(record, view, mapping, order === null && !hasHeader ? null : known);
    const result = broken.has(index) ? doubtBrokenValue(record, read) : read;
    seen.push({ ...result, order: owner });
    notes.push(...noteResult(record, index, { ...result, hasOrder: order !== null }, mapping));
    const measured = { ...base, ...result.measured, specimen: specimenOf(owner, context) };
    if (owner.kind === 'background' && mapping.background !== null) {
      const blank = { ...result, value: result.measured.value, unit: result.measured.unit };
      results.push({ kind: 'background', ...measured, ...judgeBlank(mapping.background, limits, blank) });
    } else if (owner.kind === 'qc') {
      results.push({ kind: 'qc-result', ...measured, controlLot: owner.id });
    } else {
      results.push({ kind: 'result', ...measured });
    }
  }
  ids.delete('');
  const first: Signal = {
    kind: 'message',
    ...base,
    protocol: 'lis02',
    purpose: findPurpose(records, results),
    recordCount: records.length,
    resultCount: results.length,
    isResend: context.isResend ?? false,
    isPartial: context.isPartial ?? false,
    specimen: ids.size === 1 ? context.hashSpecimen([...ids][0] ?? '') : null,
    sender,
  };
  const blanks = results.filter((signal): signal is BackgroundSignal => signal.kind === 'background');
  const summary = blanks.length === 0 ? null : summarizeBackground(definition, blanks, sender?.model ?? '');
  const raised = raiseErrors(definition, mapping, orders, seen, summary, comments).map(
    ({ specimen, ...error }): Signal => ({
      kind: 'error',
      ...base,
      ...error,
      specimen: specimen === '' ? null : context.hashSpecimen(specimen),
    }),
  );
  const clears = summary?.verdict === 'pass' && mapping.background !== null;
  const cleared: Signal[] = clears
    ? [{ kind: 'error-cleared', ...base, code: mapping.background?.errorCode ?? '' }]
    : [];
  const unmapped = keepFirstOfEach(notes).map(
    (note): Signal => ({
      kind: 'unmapped',
      ...base,
      what: note.what,
      raw: shorten(maskedRecords[note.record] ?? ''),
    }),
  );
  return {
    signals: [first, ...asked, ...results, ...lots, ...raised, ...cleared, ...unmapped],
    maskedRecords,
    key: findKey(records, orders.length, sender, [...ids], results, context),
    isRepeat: false,
    state: { ...(context.state ?? emptyState), sender: sender ?? context.state?.sender ?? null },
  };
}

interface ReadResult {
  readonly code: string;
  readonly flags: readonly string[];
  readonly isKnownTest: boolean;
  readonly isOffScale: boolean;
  readonly measured: Omit<
    ResultSignal,
    'kind' | 'at' | 'instrument' | 'message' | 'frames' | 'definition' | 'checksum' | 'specimen'
  >;
}

function readResult(
  record: Lis02Record,
  view: Lis02Message,
  mapping: Lis02Mapping,
  known: readonly string[] | null,
): ReadResult {
  const field = (number: number) => record.fields[number - 1] ?? '';
  const test = field(3);
  const code = (mapping.testComponent === null ? test : leafOf(record, 3, view, mapping.testComponent)).trim();
  const rawValue = field(4);
  const { value, marks } = splitValueMarks(rawValue, mapping.valueMarks);
  const sentFlags = field(7) === '' ? [] : field(7).split(view.delimiters.repeat);
  const flags = [...sentFlags, ...marks.filter((mark) => !sentFlags.includes(mark))];
  const viewed = viewTest(code, mapping);
  const understood = understandResult(value, flags, viewed, mapping, view.delimiters.component);
  return {
    code,
    flags,
    isKnownTest: isKnownTest(viewed, mapping),
    isOffScale: isOffScale(viewed, understood.value),
    measured: {
      test,
      // The bench joined in mid-message, below the order: the ids that a text may name were not heard.
      rawValue: known === null ? maskLoneValue(rawValue, view.delimiters) : maskResultValue(rawValue, known),
      unit: field(5),
      flags,
      status: field(9),
      analyte: viewed.analyte,
      value: understood.value,
      meaning: understood.meaning,
      completedAt: field(13),
    },
  };
}

/** The record is broken. When nothing follows the value, it may be half a number, so it is none. */
function doubtBrokenValue(record: Lis02Record, result: ReadResult): ReadResult {
  if (record.fields.length > RESULT_FIELDS.value) return result;
  return { ...result, measured: { ...result.measured, value: null, meaning: 'no-result' } };
}

function specimenOf(order: OrderView, context: MappingContext): MaskedSpecimen | null {
  return order.kind === 'patient' && order.id !== '' ? context.hashSpecimen(order.id) : null;
}

function readSender(
  header: Lis02Record | undefined,
  mapping: Lis02Mapping,
  delimiters: Lis02Delimiters,
): Sender | null {
  if (header?.type !== 'H' || mapping.sender === null) return null;
  const components = (header.fields[4] ?? '').split(delimiters.component).map((part) => part.trim());
  const read = (component: number | null) => (component === null ? '' : (components[component - 1] ?? ''));
  const sender = {
    model: read(mapping.sender.model),
    software: read(mapping.sender.software),
    serialNumber: read(mapping.sender.serialNumber),
  };
  return sender.model === '' && sender.software === '' && sender.serialNumber === '' ? null : sender;
}

function findPurpose(records: readonly Lis02Record[], results: readonly Signal[]): string {
  const kinds = new Set(results.map((signal) => signal.kind));
  if (kinds.has('background')) return 'background';
  if (kinds.has('result')) return 'results';
  if (kinds.has('qc-result')) return 'qc';
  if (records.some((record) => record.type === 'Q')) return 'query';
  if (records.some((record) => record.type === 'O')) return 'order';
  return 'other';
}

/** Records as text lines, masked by the same rules as frames and by the ids the message itself declares. */
function maskRecords(definition: InstrumentDefinition, view: Lis02Message, known: readonly string[]): string[] {
  const policy = policyOf(definition, known);
  let carry: MaskCarry = { ...startCarry, delimiters: view.delimiters };
  return view.records.map((record) => {
    const masked = maskText(record.text.replace(/[\r\n]+/g, ' '), policy, carry);
    carry = masked.carry;
    return masked.text;
  });
}

function shorten(text: string): string {
  return text.length <= LONGEST_RAW ? text : `${text.slice(0, LONGEST_RAW)}… (${text.length})`;
}

/**
 * Decision 4's key. The sender's own message id (H.3) is the best one; else the specimens and completion times. A
 * message with neither has no key: half of real instruments send no time, and equal values prove nothing.
 */
function findKey(
  records: readonly Lis02Record[],
  orderCount: number,
  sender: Sender | null,
  ids: readonly string[],
  results: readonly Signal[],
  context: MappingContext,
): string | null {
  const measured = results.filter((signal) => 'test' in signal);
  const controlId = records[0]?.type === 'H' ? (records[0].fields[2] ?? '').trim() : '';
  const times = [...new Set(measured.map((signal) => signal.completedAt.trim()).filter((time) => time !== ''))];
  const lots = [...new Set(results.flatMap((signal) => (signal.kind === 'qc-result' ? [signal.controlLot] : [])))];
  if (measured.length === 0 || (controlId === '' && times.length === 0)) return null;
  const from = sender === null ? '' : sender.serialNumber || sender.model;
  const tests = measured.map((signal) => `${signal.test} ${signal.status}`).join('\n');
  const parts = [
    from,
    controlId === '' ? '' : context.hashSpecimen(controlId).hash,
    ids.map((id) => context.hashSpecimen(id).hash).join(','),
    lots.join(','),
    times.sort().join(','),
    `${orderCount}.${measured.length}.${sumText(tests)}`,
  ];
  return parts.join('|');
}

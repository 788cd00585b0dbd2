import type { InstrumentDefinition } from '../../definition.ts';
import { emptyState, type Interpretation, type MappingContext, type Sender } from '../../mapping/context.ts';
import { isRaisingComment, raiseErrors, type SeenComment, type SeenResult } from '../../mapping/lis02-errors.ts';
import { keepFirstOfEach, type Note } from '../../mapping/lis02-notes.ts';
import { type SignalBase, signalBase } from '../../mapping/signal-base.ts';
import { sumText } from '../../mapping/sum-text.ts';
import type { MessageSignal, Signal } from '../../signals.ts';
import {
  findHl7BatchFault,
  type Hl7Message,
  type Hl7Segment,
  leafOf,
  parseHl7Text,
  purposeOf,
  readHl7Text,
} from './hl7.ts';
import { collectHl7Identity, maskHl7Text } from './hl7-identity.ts';
import { noteHl7Result, noteHl7Segment, readFlagErrors, readHl7Result } from './hl7-results.ts';
import { type Hl7Order, type Hl7Scope, readFirstPlace, readHl7Order, readHl7Place } from './hl7-specimen.ts';
import type { Hl7Mapping } from './schema.ts';

/** Raw parts of an unmapped signal are cut here: pictures as text run to hundreds of kilobytes. */
const LONGEST_RAW = 400;

const noHl7Order: Hl7Order = { kind: 'patient', id: '', lot: '', isAmbiguous: false };

/** What every signal of a block carries. */

interface Surroundings {
  readonly definition: InstrumentDefinition;
  readonly mapping: Hl7Mapping;
  readonly context: MappingContext;
  readonly base: SignalBase;
  /** Text as it may be seen: ids and names of the whole block are known. */
  readonly mask: (text: string) => string;
  readonly known: readonly string[];
}

/**
 * Reads one block by a definition. Every OBX gives exactly one `result` or `qc-result`, in order, with code, value, unit,
 * flags and status as sent; errors and what nobody mapped come beside them. A batch gives the signals of its messages one
 * after the other. Never throws for bad bytes.
 */
export function interpretHl7(
  definition: InstrumentDefinition,
  mapping: Hl7Mapping,
  block: Uint8Array,
  context: MappingContext,
): Interpretation {
  const text = readHl7Text(block, definition.protocol.charset);
  const messages = parseHl7Text(text);
  const known = messages.flatMap(collectHl7Identity).sort((a, b) => b.length - a.length);
  const mask = (plain: string): string => maskHl7Text(plain, { known, alsoHide: mapping.alsoHide });
  const base = signalBase(definition, context);
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  const maskedRecords = mask(lines.join('\r')).split('\r');
  const unmapped = (what: string): Signal => ({
    kind: 'unmapped',
    ...base,
    what,
    raw: shorten(maskedRecords[0] ?? ''),
  });
  const reads = messages.map((message) => readMessage(message, { definition, mapping, context, base, mask, known }));
  const signals = reads.flatMap((read) => read.signals);
  if (messages.length === 0) {
    signals.push(
      messageSignal(base, context, { purpose: 'other', recordCount: lines.length }),
      unmapped('no-segments'),
    );
  }
  const fault = findHl7BatchFault(lines);
  if (fault !== null) signals.push(unmapped(fault));
  const keys = reads.map((read) => read.key);
  const state = context.state ?? emptyState;
  return {
    signals,
    maskedRecords,
    key: keys.length > 0 && keys.every((key) => key !== null) ? keys.join('\n') : null,
    isRepeat: false,
    state: { ...state, sender: reads.findLast((read) => read.sender !== null)?.sender ?? state.sender },
  };
}

interface ReadMessage {
  readonly signals: Signal[];
  readonly key: string | null;
  readonly sender: Sender | null;
}

function readMessage(message: Hl7Message, around: Surroundings): ReadMessage {
  const { definition, mapping, context, base, known, mask } = around;
  const { delimiters, segments } = message;
  const shown = mask(segments.map((segment) => segment.text).join('\r')).split('\r');
  const scope = new Map<string, Hl7Segment>();
  const results: Signal[] = [];
  const errors: Signal[] = [];
  const seen: SeenResult[] = [];
  const comments: SeenComment[] = [];
  const orders: Hl7Order[] = [];
  const notes: Note[] = message.hasHeader ? [] : [{ what: 'no-header', record: 0 }];
  let order: Hl7Order | null = null;
  for (const [index, segment] of segments.entries()) {
    enter(scope, segment);
    const said = segment.id === 'NTE' ? (shown[index]?.split(delimiters.field)[3] ?? '') : '';
    if (said !== '') comments.push({ text: said, order: order ?? noHl7Order });
    if (!isRaisingComment(said, mapping)) notes.push(...noteHl7Segment(segment, index));
    if (segment.id === 'PID' || segment.id === 'SPM') order = null;
    if (segment.id === 'OBR') {
      order = readHl7Order(scope, message, mapping);
      orders.push(order);
      if (order.isAmbiguous) notes.push({ what: 'specimen-ambiguous', record: index });
    }
    if (segment.id !== 'OBX') continue;
    const owner: Hl7Order = order ?? noHl7Order;
    const read = readHl7Result(segment, scope, message, mapping, known);
    seen.push({ ...read, order: owner });
    const told = readFlagErrors(definition, mapping, segment, message, known);
    const about = { hasOrder: order !== null, errorCodes: told.map(({ code }) => code) };
    notes.push(...noteHl7Result(segment, index, read, about, mapping));
    const specimen = owner.kind === 'patient' && owner.id !== '' ? context.hashSpecimen(owner.id) : null;
    const measured = { ...base, ...read.measured, specimen };
    if (owner.kind === 'qc') results.push({ kind: 'qc-result', ...measured, controlLot: owner.lot });
    else results.push({ kind: 'result', ...measured });
    errors.push(...told.map((error): Signal => ({ kind: 'error', ...base, ...error, specimen })));
  }
  const rules = { raises: mapping.raises, background: null };
  for (const error of raiseErrors(definition, rules, orders, seen, null, comments)) {
    const specimen = error.specimen === '' ? null : context.hashSpecimen(error.specimen);
    errors.push({ kind: 'error', ...base, ...error, specimen });
  }
  const ids = [...new Set(orders.flatMap(({ kind, id }) => (kind === 'patient' && id !== '' ? [id] : [])))];
  const sender = readSender(message, mapping);
  const first = messageSignal(base, context, {
    purpose: findPurpose(message, results),
    recordCount: segments.length,
    resultCount: results.length,
    specimen: ids.length === 1 ? context.hashSpecimen(ids[0] ?? '') : null,
    sender,
  });
  const strays = message.strayLines.map((line) => ({ what: 'line-stray', raw: mask(line.text) }));
  const unmapped = [
    ...keepFirstOfEach(notes).map(({ what, record }) => ({ what, raw: shown[record] ?? '' })),
    ...strays,
  ].map(({ what, raw }): Signal => ({ kind: 'unmapped', ...base, what, raw: shorten(raw) }));
  const key = findKey(message, ids, results, sender, context);
  return { signals: [first, ...readInquiry(message, scope, around), ...results, ...errors, ...unmapped], key, sender };
}

/** What the instrument asks its host: shown, never answered (decision 1). */
function readInquiry(message: Hl7Message, scope: Hl7Scope, { mapping, base, context }: Surroundings): Signal[] {
  const purpose = purposeOf(message);
  if (purpose !== 'query' && purpose !== 'order') return [];
  const id = readFirstPlace(scope, mapping.inquirySpecimen, message);
  const specimen = id === '' ? null : context.hashSpecimen(id);
  const unsaid = { rack: '', tube: '', readBy: '', tests: [], profiles: [], action: '', reportType: '' };
  return [{ kind: 'order', ...base, purpose: 'inquiry', specimen, ...unsaid }];
}

/** Segments that end what stood under the one before: a new patient has another specimen and other orders. */
const CLOSES: Readonly<Record<string, readonly string[]>> = {
  PID: ['PV1', 'SPM', 'ORC', 'OBR', 'OBX'],
  SPM: ['ORC', 'OBR', 'OBX'],
  OBR: ['OBX'],
};

function enter(scope: Map<string, Hl7Segment>, segment: Hl7Segment): void {
  for (const id of CLOSES[segment.id] ?? []) scope.delete(id);
  scope.set(segment.id, segment);
}

function readSender(message: Hl7Message, mapping: Hl7Mapping): Sender | null {
  const header = message.segments[0];
  if (mapping.sender === null || header === undefined) return null;
  const scope: Hl7Scope = new Map([[header.id, header]]);
  const sender = {
    model: readHl7Place(scope, mapping.sender.model, message),
    software: readHl7Place(scope, mapping.sender.software, message),
    serialNumber: readHl7Place(scope, mapping.sender.serialNumber, message),
  };
  return sender.model === '' && sender.software === '' && sender.serialNumber === '' ? null : sender;
}

function findPurpose(message: Hl7Message, results: readonly Signal[]): string {
  const kinds = new Set(results.map((signal) => signal.kind));
  if (kinds.has('result')) return 'results';
  if (kinds.has('qc-result')) return 'qc';
  const purpose = purposeOf(message);
  return purpose === 'query' || purpose === 'order' ? purpose : 'other';
}

function messageSignal(
  base: SignalBase,
  context: MappingContext,
  about: Partial<MessageSignal> & Pick<MessageSignal, 'purpose' | 'recordCount'>,
): Signal {
  return {
    kind: 'message',
    ...base,
    protocol: 'hl7',
    resultCount: 0,
    isResend: context.isResend ?? false,
    isPartial: context.isPartial ?? false,
    specimen: null,
    sender: null,
    ...about,
  };
}

/**
 * Decision 4's key: specimens, lots, tests and their times. The control id (MSH-10) counts only where there is no time:
 * analyzers number their sendings, so a report sent again from their memory comes under a new one.
 */
function findKey(
  message: Hl7Message,
  ids: readonly string[],
  results: readonly Signal[],
  sender: Sender | null,
  context: MappingContext,
): string | null {
  const measured = results.filter((signal) => 'test' in signal);
  const times = [...new Set(measured.map((signal) => signal.completedAt).filter((time) => time !== ''))].sort();
  const control = message.hasHeader ? leafOf(message.segments[0], { field: 10 }, message.delimiters).trim() : '';
  if (measured.length === 0 || (times.length === 0 && control === '')) return null;
  const lots = [...new Set(results.flatMap((signal) => (signal.kind === 'qc-result' ? [signal.controlLot] : [])))];
  const tests = measured.map((signal) => `${signal.test} ${signal.status}`).join('\n');
  return [
    sender === null ? '' : sender.serialNumber || sender.model,
    times.length > 0 ? '' : context.hashSpecimen(control).hash,
    ids.map((id) => context.hashSpecimen(id).hash).join(','),
    lots.join(','),
    times.join(','),
    `${measured.length}.${sumText(tests)}`,
  ].join('|');
}

function shorten(text: string): string {
  return text.length <= LONGEST_RAW ? text : `${text.slice(0, LONGEST_RAW)}… (${text.length})`;
}

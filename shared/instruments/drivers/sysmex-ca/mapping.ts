import { latin1ToText } from '../../../kernel/bytes.ts';
import type { InstrumentDefinition } from '../../definition.ts';
import { readFieldNumber } from '../../field-map.ts';
import { emptyState, type Interpretation, type MappingContext } from '../../mapping/context.ts';
import { raiseErrors } from '../../mapping/lis02-errors.ts';
import type { OrderView } from '../../mapping/lis02-specimen.ts';
import { matchesAny } from '../../mapping/pattern.ts';
import { understandResult, viewTest } from '../../mapping/result-meaning.ts';
import { signalBase } from '../../mapping/signal-base.ts';
import type { ResultSignal, Signal } from '../../signals.ts';
import { maskCaText } from './mask-text.ts';
import type { SysmexCaMapping } from './schema.ts';
import { type CaItemText, type CaText, columnsOf, readCaText } from './text.ts';

type Measured = Omit<
  ResultSignal,
  'kind' | 'at' | 'instrument' | 'message' | 'frames' | 'definition' | 'checksum' | 'specimen'
>;

/**
 * Reads one text of the CA fixed format: one signal for each item that has a value, by its three-digit code. Units are the
 * definition's, since none is sent; the flag byte is kept as sent and named, because nobody published what it means. A
 * message of several blocks comes as one message for each block.
 */
export function interpretSysmexCa(
  definition: InstrumentDefinition,
  mapping: SysmexCaMapping,
  block: Uint8Array,
  context: MappingContext,
): Interpretation {
  const text = latin1ToText(block);
  const read = readCaText(text, mapping);
  const masked = maskCaText(text, mapping);
  const base = signalBase(definition, context);
  const order = readOrder(text, read, mapping);
  const specimen = order.kind === 'patient' && order.id !== '' ? context.hashSpecimen(order.id) : null;
  const isResult = read?.code === 'D';
  const measured = isResult ? readMeasured(read, mapping) : [];
  const results = measured.map(
    (result): Signal =>
      order.kind === 'qc'
        ? { kind: 'qc-result', ...base, ...result, specimen: null, controlLot: order.id }
        : { kind: 'result', ...base, ...result, specimen },
  );
  const first: Signal = {
    kind: 'message',
    ...base,
    protocol: 'sysmex-ca',
    purpose: purposeOf(read, order, results.length),
    recordCount: 1,
    resultCount: results.length,
    isResend: context.isResend ?? false,
    isPartial: context.isPartial ?? false,
    specimen,
    sender: null,
  };
  const seen = measured.map((result) => ({ code: result.test, flags: result.flags, measured: result, order }));
  const raised = raiseErrors(definition, { raises: mapping.raises, background: null }, [order], seen, null).map(
    ({ specimen: raw, ...error }): Signal => ({
      kind: 'error',
      ...base,
      ...error,
      specimen: raw === '' ? null : context.hashSpecimen(raw),
    }),
  );
  const unmapped = noteText(read, mapping).map((what): Signal => ({ kind: 'unmapped', ...base, what, raw: masked }));
  return {
    signals: [first, ...readPlaces(text, read, base, specimen), ...results, ...raised, ...unmapped],
    maskedRecords: [masked],
    key: findKey(text, read, specimen?.hash ?? (order.kind === 'patient' ? '' : order.id), measured),
    isRepeat: false,
    state: context.state ?? emptyState,
  };
}

function purposeOf(read: CaText | null, order: OrderView, resultCount: number): string {
  if (read?.code === 'R' && read.layout !== null) return 'query';
  if (read?.code === 'S') return 'order';
  if (resultCount === 0) return 'other';
  return order.kind === 'qc' ? 'qc' : 'results';
}

/** Whose the sample is: by its class, else by the shape of its id. A class nobody named is nobody's: no id is taken. */
function readOrder(text: string, read: CaText | null, mapping: SysmexCaMapping): OrderView {
  if (read === null || read.layout === null) return { kind: 'patient', id: '' };
  const id = columnsOf(text, read.layout.specimen).trim();
  const owner = Object.hasOwn(mapping.classes, read.sampleClass) ? mapping.classes[read.sampleClass] : 'other';
  if (owner === 'qc' || owner === 'background') return { kind: owner, id };
  if (matchesAny(mapping.qc.specimenPatterns, id)) return { kind: 'qc', id };
  return { kind: 'patient', id: owner === 'patient' ? id : '' };
}

/** Rack and position, and what an inquiry asks for. */
function readPlaces(
  text: string,
  read: CaText | null,
  base: Omit<Extract<Signal, { kind: 'error-cleared' }>, 'kind' | 'code'>,
  specimen: Extract<Signal, { kind: 'message' }>['specimen'],
): Signal[] {
  if (read === null || read.layout === null) return [];
  const { layout } = read;
  const short = (place: readonly [number, number]): string => {
    const digits = columnsOf(text, place).trim().replace(/^0+/, '');
    return /^\d{1,4}$/.test(digits) ? digits : '';
  };
  const readBy = columnsOf(text, layout.readBy).trim();
  return [
    {
      kind: 'order',
      ...base,
      purpose: read.code === 'R' ? 'inquiry' : 'done',
      specimen,
      rack: short(layout.rack),
      tube: short(layout.tube),
      readBy: /^[A-Z]?$/.test(readBy) ? readBy : '',
      tests: read.items.map(({ code }) => code),
      profiles: [],
      action: '',
      reportType: '',
    },
  ];
}

function readMeasured(read: CaText, mapping: SysmexCaMapping): Measured[] {
  return read.items.flatMap((item) => (item.value.trim() === '' ? [] : [readItem(item, read.at, mapping)]));
}

function readItem({ code, value: raw, flag }: CaItemText, completedAt: string, mapping: SysmexCaMapping): Measured {
  const item = Object.hasOwn(mapping.items, code) ? mapping.items[code] : undefined;
  const view = viewTest(code, mapping);
  const decimals = item?.decimals ?? null;
  const flags = flag.trim() === '' ? [] : [flag];
  // A point that is sent counts as sent; without one, digits are a number only where somebody says where it stands.
  const isScaled = decimals !== null || raw.includes('.');
  const number = isScaled && /^ *\d+(\.\d+)?$/.test(raw) ? readFieldNumber(raw, { decimals }) : null;
  const understood = understandResult(number ?? raw.trim(), flags, view, mapping, '^');
  return {
    test: code,
    rawValue: /^[\d .*+<>/!@-]*$/.test(raw) ? raw : raw.replace(/[^ ]/g, '*'),
    unit: item?.unit ?? '',
    flags,
    status: '',
    analyte: view.analyte,
    value: number === null ? null : understood.value,
    meaning: understood.meaning,
    completedAt,
  };
}

/** What nobody told us: a text of no layout, a class, codes, flag bytes. */
function noteText(read: CaText | null, mapping: SysmexCaMapping): string[] {
  if (read === null) return ['text'];
  if (!['D', 'R', 'S'].includes(read.code)) return [`text-code ${read.code}`];
  if (read.layout === null) return ['layout'];
  const notes = new Set<string>();
  if (!Object.hasOwn(mapping.classes, read.sampleClass)) {
    notes.add(`specimen-type ${/^[A-Z]$/.test(read.sampleClass) ? read.sampleClass : ''}`.trim());
  }
  for (const { code, flag } of read.items) {
    if (!Object.hasOwn(mapping.items, code)) notes.add(`test ${code}`);
    if (flag.trim() !== '' && !Object.hasOwn(mapping.flags, flag)) notes.add(`flag ${flag}`);
  }
  return [...notes];
}

/** Decision 4's key: whose it is, its time, place and block. Without a time nothing can be said. */
function findKey(text: string, read: CaText | null, whose: string, results: readonly Measured[]): string | null {
  if (read === null || read.layout === null || read.at === '' || results.length === 0) return null;
  const place = `${columnsOf(text, read.layout.rack)}${columnsOf(text, read.layout.tube)}`;
  return [whose, read.at, place, read.block, read.total, results.map(({ test }) => test).join(',')].join('|');
}

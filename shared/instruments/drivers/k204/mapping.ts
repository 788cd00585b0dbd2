import { AppError } from '../../../kernel/errors.ts';
import type { InstrumentDefinition } from '../../definition.ts';
import { emptyState, type Interpretation, type MappingContext, type MappingState } from '../../mapping/context.ts';
import { bytesToText, maskUnknownText, nameControls } from '../../mapping/mask-bytes.ts';
import { describeError, type SignalBase, signalBase } from '../../mapping/signal-base.ts';
import type { Signal } from '../../signals.ts';
import { K204_READ_COMMANDS, type K204Answer, type K204Channel, parseK204Answer } from './answer.ts';
import type { K204Mapping } from './schema.ts';

const questions: readonly string[] = K204_READ_COMMANDS;
/** What a result says in place of a number, as the thermometer's own display does. */
const NO_NUMBER = 'OL';

type Readings = Extract<K204Answer, { kind: 'readings' }>;

/**
 * What one answer means: a result for each channel, the status when it changed, a low battery as an error. A channel without
 * a value, or beyond what the definition says can be measured, is a result without a number. Bytes that are no answer are
 * named as unmapped, hidden; so are bytes nobody asked for, since the thermometer never speaks first and its answers carry no
 * checksum.
 *
 * @throws AppError `instruments/definition-does-not-fit` when the definition is for another protocol
 */
export function interpretK204(
  definition: InstrumentDefinition,
  block: Uint8Array,
  context: MappingContext,
): Interpretation {
  const { key, mapping } = definition;
  if (mapping.kind !== 'k204') throw new AppError('instruments/definition-does-not-fit', { key, protocol: 'k204' });
  const before = context.state ?? emptyState;
  const base = signalBase(definition, context);
  const said: K204Answer = context.isUnasked === true ? { kind: 'other' } : parseK204Answer(block);
  const masked = said.kind === 'other' ? maskUnknownText(block) : maskK204(block);
  const signals: Signal[] = [];
  let state = before;
  if (said.kind === 'model') {
    state = { ...before, sender: { model: said.model, software: '', serialNumber: '' } };
  } else if (said.kind === 'readings') {
    signals.push(...said.channels.map((channel) => readChannel(mapping, said, channel, base)));
    const told = tellState(definition, mapping.errors.lowBattery, said, before, base);
    signals.push(...told.signals);
    state = told.state;
  } else signals.push({ kind: 'unmapped', ...base, what: 'line', raw: masked.slice(0, 200) });
  const resultCount = signals.filter(({ kind }) => kind === 'result').length;
  const message: Signal = {
    kind: 'message',
    ...base,
    protocol: 'k204',
    purpose: resultCount > 0 ? 'temperature' : 'other',
    recordCount: 1,
    resultCount,
    isResend: context.isResend ?? false,
    isPartial: context.isPartial ?? false,
    specimen: null,
    sender: state.sender,
  };
  return {
    signals: [message, ...signals],
    maskedRecords: [masked],
    key: null,
    // Temperatures are worth keeping with their time, also where they are what they were; who it is, once.
    isRepeat: said.kind === 'model' && before.sender?.model === said.model,
    state,
  };
}

/** Questions and answers are shown; what is none of them may be anything, also a name. One character a byte. */
export function maskK204(raw: Uint8Array): string {
  const text = bytesToText(raw);
  const isKnown = questions.includes(text) || parseK204Answer(raw).kind !== 'other';
  return isKnown ? nameControls(text) : maskUnknownText(raw);
}

function readChannel(
  { analyte, range }: K204Mapping,
  { unit, modes }: Readings,
  { name, value }: K204Channel,
  base: SignalBase,
): Signal {
  const meaning = meaningOf(value, modes, unit === '°C' ? range.celsius : range.fahrenheit);
  const isBeyond = meaning === 'over-range' || meaning === 'under-range';
  return {
    kind: 'result',
    ...base,
    test: name,
    rawValue: value ?? NO_NUMBER,
    unit,
    flags: [...modes],
    status: '',
    analyte,
    value: isBeyond ? null : value,
    meaning,
    completedAt: '',
    specimen: null,
  };
}

/** In a mode of the display nobody published what the bytes of the channels hold: they may be a difference, or held. */
function meaningOf(value: string | null, modes: readonly string[], range: { lowest: number; highest: number }): string {
  if (value === null) return 'no-result';
  if (modes.length > 0) return 'flag';
  if (Number(value) > range.highest) return 'over-range';
  return Number(value) < range.lowest ? 'under-range' : 'not-flagged';
}

/** The mode of the display and the battery, when they changed; a question every minute does not repeat them. */
function tellState(
  definition: InstrumentDefinition,
  lowBattery: string,
  { modes, isBatteryLow }: Readings,
  before: MappingState,
  base: SignalBase,
): { signals: Signal[]; state: MappingState } {
  const signals: Signal[] = [];
  const wasLow = before.activeCodes.includes(lowBattery);
  if (isBatteryLow && !wasLow) {
    signals.push({ kind: 'error', ...base, ...describeError(definition, lowBattery), specimen: null });
  } else if (!isBatteryLow && wasLow) signals.push({ kind: 'error-cleared', ...base, code: lowBattery });
  const operationalStatus = isBatteryLow ? 'attention' : 'ready';
  const detail = [...(isBatteryLow ? [lowBattery] : []), ...modes].join(' ');
  const told = `${operationalStatus} ${detail}`;
  if (before.operationalStatus !== told) signals.push({ kind: 'status', ...base, operationalStatus, detail });
  return { signals, state: { ...before, activeCodes: isBatteryLow ? [lowBattery] : [], operationalStatus: told } };
}

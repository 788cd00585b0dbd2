import type { InstrumentDefinition, MtSicsMapping } from '../definition.ts';
import { parseMtSicsAnswer } from '../protocols/mt-sics.ts';
import type { Signal } from '../signals.ts';
import type { Interpretation, MappingContext, MappingState, Sender } from './context.ts';
import { emptyState } from './context.ts';
import { maskBalanceLine } from './mask-line.ts';
import { parseReading } from './reading.ts';
import { describeError, type SignalBase, signalBase } from './signal-base.ts';

/** One question to a balance and what came back; also a line nobody asked for (`command` is then empty). */
export interface MtSicsExchange {
  readonly command: string;
  /** Answer lines as text, without their line ends. Empty when nothing came. */
  readonly lines: readonly string[];
}

/** What one line says, before it becomes signals. */
type Said =
  | {
      readonly kind: 'weight';
      readonly name: string;
      readonly isStable: boolean;
      readonly value: string;
      readonly unit: string;
    }
  | { readonly kind: 'error'; readonly code: string; readonly status: string }
  | { readonly kind: 'identity'; readonly sender: Partial<Sender> }
  | { readonly kind: 'known-not-needed' }
  | { readonly kind: 'not-supported' }
  | { readonly kind: 'unmapped' };

/**
 * Reads the answers of a balance (MT-SICS): a weight with its stability, a state, or an error letter. A stable reading
 * takes back what an earlier reading raised (overload, underload, busy). What the balance is called and its serial
 * number are learned from I2, I3 and I4 and kept in the state.
 */
export function interpretMtSics(
  definition: InstrumentDefinition,
  mapping: MtSicsMapping,
  exchange: MtSicsExchange,
  context: MappingContext,
): Interpretation {
  const before = context.state ?? emptyState;
  let state: MappingState = before;
  const base = signalBase(definition, context);
  const signals: Signal[] = [];
  let resultCount = 0;
  for (const line of exchange.lines) {
    const said = readLine(line, exchange.command, mapping);
    switch (said.kind) {
      case 'weight': {
        resultCount += 1;
        signals.push({
          kind: 'result',
          ...base,
          test: said.name,
          rawValue: said.value,
          unit: said.unit,
          flags: [],
          status: said.isStable ? 'S' : 'D',
          analyte: mapping.analyte,
          value: parseReading(said.value)?.number ?? null,
          meaning: said.isStable ? 'stable' : 'unstable',
          completedAt: '',
          specimen: null,
        });
        for (const code of state.activeCodes) signals.push({ kind: 'error-cleared', ...base, code });
        state = { ...state, activeCodes: [], lastReading: line };
        state = tellStatus('ready', said.isStable ? 'stable' : 'unstable', state, base, signals);
        break;
      }
      case 'error':
        if (!state.activeCodes.includes(said.code)) {
          signals.push({ kind: 'error', ...base, ...describeError(definition, said.code), specimen: null });
        }
        state = replaceState(said.code, { ...state, lastReading: line }, mapping, base, signals);
        state = tellStatus(said.status, said.code, state, base, signals);
        break;
      case 'identity':
        state = { ...state, sender: { ...(state.sender ?? noSender), ...said.sender } };
        break;
      case 'not-supported':
        signals.push({
          kind: 'unmapped',
          ...base,
          what: `command-not-supported ${exchange.command}`,
          raw: maskBalanceLine(line),
        });
        break;
      case 'unmapped':
        signals.push({ kind: 'unmapped', ...base, what: 'line', raw: maskBalanceLine(line).slice(0, 200) });
        break;
      case 'known-not-needed':
        break;
    }
  }
  const saysTheSame = exchange.lines.length === 1 && exchange.lines[0] === before.lastReading;
  const isRepeat = saysTheSame && signals.length === resultCount;
  const message: Signal = {
    kind: 'message',
    ...base,
    protocol: 'mt-sics',
    purpose: resultCount > 0 ? 'weight' : 'other',
    recordCount: exchange.lines.length,
    resultCount,
    isResend: context.isResend ?? false,
    isPartial: context.isPartial ?? false,
    specimen: null,
    sender: state.sender,
  };
  return {
    signals: [message, ...signals],
    maskedRecords: exchange.lines.map(maskBalanceLine),
    key: null,
    isRepeat,
    state,
  };
}

const noSender: Sender = { model: '', software: '', serialNumber: '' };

function readLine(line: string, command: string, { errors }: MtSicsMapping): Said {
  const answer = parseMtSicsAnswer(line);
  const asksWeight = command === '' || command.startsWith('S');
  const attention = (code: string): Said => ({ kind: 'error', code, status: 'attention' });
  switch (answer.kind) {
    case 'weight':
      return answer;
    case 'out-of-range':
      return attention(answer.range === 'over' ? errors.overload : errors.underload);
    case 'not-executable':
      return asksWeight ? { kind: 'error', code: errors.notExecutable, status: 'busy' } : { kind: 'not-supported' };
    case 'wrong-parameter':
      return asksWeight ? attention(errors.wrongParameter) : { kind: 'not-supported' };
    case 'error':
      // A balance that does not know a question about itself is not in error.
      if (answer.error === 'syntax') return asksWeight ? attention(errors.syntax) : { kind: 'not-supported' };
      return attention(answer.error === 'transmission' ? errors.transmission : errors.logical);
    case 'inquiry':
      return readInquiry(answer.name, answer.values.join(' ').trim());
    case 'other':
      return { kind: 'unmapped' };
  }
}

/** Answers about the balance itself: I2 what it is, I3 its software, I4 its serial number. */
function readInquiry(name: string, text: string): Said {
  if (name === 'I2') return { kind: 'identity', sender: { model: text } };
  if (name === 'I3') return { kind: 'identity', sender: { software: text } };
  if (name === 'I4') return { kind: 'identity', sender: { serialNumber: text } };
  return { kind: 'known-not-needed' };
}

/** Remembers a code as active. Of busy, overload and underload only the last one said is true. */
function replaceState(
  code: string,
  state: MappingState,
  { errors }: MtSicsMapping,
  base: SignalBase,
  signals: Signal[],
): MappingState {
  const exclusive = [errors.notExecutable, errors.overload, errors.underload];
  const over = exclusive.includes(code)
    ? state.activeCodes.filter((active) => active !== code && exclusive.includes(active))
    : [];
  for (const cleared of over) signals.push({ kind: 'error-cleared', ...base, code: cleared });
  const kept = state.activeCodes.filter((active) => active !== code && !over.includes(active));
  return { ...state, activeCodes: [...kept, code] };
}

/** Says the status when it changed; a poll every second does not repeat it. */
function tellStatus(
  status: string,
  detail: string,
  state: MappingState,
  base: SignalBase,
  signals: Signal[],
): MappingState {
  const told = `${status} ${detail}`;
  if (state.operationalStatus === told) return state;
  signals.push({ kind: 'status', ...base, operationalStatus: status, detail });
  return { ...state, operationalStatus: told };
}

import type { InstrumentDefinition, MtSicsMapping } from '../definition.ts';
import { findEntry } from '../error-book.ts';
import type { Signal } from '../signals.ts';
import type { Interpretation, MappingContext, MappingState, Sender } from './context.ts';
import { emptyState } from './context.ts';
import { parseReading } from './reading.ts';

/** One question to a balance and what came back; also a line nobody asked for (`command` is then empty). */
export interface MtSicsExchange {
  readonly command: string;
  /** Answer lines as text, without their line ends. Empty when nothing came. */
  readonly lines: readonly string[];
}

/** Commands whose answer is a weight. */
const WEIGHT_COMMANDS = ['S', 'SI', 'SU', 'SIU', 'SR', 'SIR', 'SNR', 'SRU', 'SIRU', 'SNRU'];

/** What one line says, before it becomes signals. */
type Said =
  | { readonly kind: 'weight'; readonly status: 'S' | 'D'; readonly value: string; readonly unit: string }
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
  const base = {
    at: context.at,
    instrument: context.instrument,
    message: context.messageId,
    frames: [...context.frames],
    definition: definition.stamp,
    checksum: context.checksum,
  };
  const signals: Signal[] = [];
  let resultCount = 0;
  for (const line of exchange.lines) {
    const said = readLine(line, exchange.command, mapping);
    switch (said.kind) {
      case 'weight': {
        resultCount += 1;
        const isStable = said.status === 'S';
        signals.push({
          kind: 'result',
          ...base,
          test: tokenize(line)[0] ?? '',
          rawValue: said.value,
          unit: said.unit,
          flags: [],
          status: said.status,
          analyte: mapping.analyte,
          value: parseReading(said.value)?.number ?? null,
          meaning: isStable ? 'stable' : 'unstable',
          completedAt: '',
          specimen: null,
        });
        for (const code of state.activeCodes) signals.push({ kind: 'error-cleared', ...base, code });
        state = { ...state, activeCodes: [], lastReading: line };
        state = tellStatus('ready', isStable ? 'stable' : 'unstable', state, base, signals);
        break;
      }
      case 'error':
        if (!state.activeCodes.includes(said.code)) {
          signals.push(describeError(definition, said.code, base));
        }
        state = replaceState(said.code, { ...state, lastReading: line }, mapping, base, signals);
        state = tellStatus(said.status, said.code, state, base, signals);
        break;
      case 'identity':
        state = { ...state, sender: { ...(state.sender ?? noSender), ...said.sender } };
        break;
      case 'not-supported':
        signals.push({ kind: 'unmapped', ...base, what: `command-not-supported ${exchange.command}`, raw: line });
        break;
      case 'unmapped':
        signals.push({ kind: 'unmapped', ...base, what: 'line', raw: line.slice(0, 200) });
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
  return { signals: [message, ...signals], maskedRecords: [...exchange.lines], key: null, isRepeat, state };
}

const noSender: Sender = { model: '', software: '', serialNumber: '' };

/** Splits a line at blanks; a text in quotes is one token, without its quotes. */
function tokenize(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}

function readLine(line: string, command: string, mapping: MtSicsMapping): Said {
  const { errors } = mapping;
  const [name = '', status = '', value = '', unit = ''] = tokenize(line);
  const asksWeight = command === '' || WEIGHT_COMMANDS.includes(command);
  if (name === 'ES' && !asksWeight) return { kind: 'not-supported' };
  if (name === 'ES') return { kind: 'error', code: errors.syntax, status: 'attention' };
  if (name === 'ET') return { kind: 'error', code: errors.transmission, status: 'attention' };
  if (name === 'EL') return { kind: 'error', code: errors.logical, status: 'attention' };
  if (WEIGHT_COMMANDS.includes(name)) {
    if ((status === 'S' || status === 'D') && value !== '') return { kind: 'weight', status, value, unit };
    if (status === 'I') return { kind: 'error', code: errors.notExecutable, status: 'busy' };
    if (status === 'L') return { kind: 'error', code: errors.wrongParameter, status: 'attention' };
    if (status === '+') return { kind: 'error', code: errors.overload, status: 'attention' };
    if (status === '-') return { kind: 'error', code: errors.underload, status: 'attention' };
    return { kind: 'unmapped' };
  }
  if (/^I\d{1,2}$/.test(name)) return readInquiry(name, tokenize(line).slice(1));
  return { kind: 'unmapped' };
}

/** Answers to I0 to I14: `I4 A "serial"`. Level 0 and 1 commands of the reference. */
function readInquiry(name: string, [status = '', ...texts]: string[]): Said {
  if (status === 'I' || status === 'L') return { kind: 'not-supported' };
  const text = texts.join(' ').trim();
  if (name === 'I2') return { kind: 'identity', sender: { model: text } };
  if (name === 'I3') return { kind: 'identity', sender: { software: text } };
  if (name === 'I4') return { kind: 'identity', sender: { serialNumber: text } };
  return { kind: 'known-not-needed' };
}

type Base = Pick<Signal, 'at' | 'instrument' | 'message' | 'frames' | 'definition' | 'checksum'>;

function describeError(definition: InstrumentDefinition, code: string, base: Base): Signal {
  const entry = findEntry(definition.errorBook, code);
  return {
    kind: 'error',
    ...base,
    code,
    text: entry?.title ?? code,
    severity: entry?.severity ?? 'warn',
    affectsResults: entry?.affectsResults ?? 'unknown',
    specimen: null,
  };
}

/** Remembers a code as active. Of busy, overload and underload only the last one said is true. */
function replaceState(
  code: string,
  state: MappingState,
  { errors }: MtSicsMapping,
  base: Base,
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
function tellStatus(status: string, detail: string, state: MappingState, base: Base, signals: Signal[]): MappingState {
  const told = `${status} ${detail}`;
  if (state.operationalStatus === told) return state;
  signals.push({ kind: 'status', ...base, operationalStatus: status, detail });
  return { ...state, operationalStatus: told };
}

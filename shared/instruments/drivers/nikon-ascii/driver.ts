import { latin1ToText } from '../../../kernel/bytes.ts';
import type { InstrumentDefinition } from '../../definition.ts';
import { createLineFramer } from '../../framing/line-framer.ts';
import {
  emptyState,
  type Interpretation,
  type MappingContext,
  type MappingState,
  type Sender,
} from '../../mapping/context.ts';
import { nameControls } from '../../mapping/mask-bytes.ts';
import { hideUnknown } from '../../mapping/mask-value.ts';
import { describeError, type SignalBase, signalBase } from '../../mapping/signal-base.ts';
import type { Signal } from '../../signals.ts';
import type { BlockDriver } from '../driver.ts';
import { parseNikonReply } from './commands.ts';
import type { NikonAsciiMapping } from './schema.ts';

/** Data of an answer is four characters at most on an LV150; versions and names are longer. */
const longestLine = 256;

/**
 * Nikon stands with ASCII commands: each line is an answer to a question that only read, a refusal with its code, or a status
 * somebody's hand has caused. There is no patient in it.
 */
export const nikonAsciiDriver: BlockDriver = {
  kind: 'nikon-ascii',
  createFramer: ({ framing }) =>
    createLineFramer({ end: 'any', maxLineBytes: framing.kind === 'line' ? framing.maxLineBytes : longestLine }),
  verify: () => 'absent',
  answer: () => null,
  interpret,
  mask: (_definition, raw) => nameControls(maskLine(latin1ToText(raw))),
};

/** An answer is shown; what is none of them may be anything, also a name. */
function maskLine(line: string): string {
  const asked = /^\s*[rcf][A-Z]{3}[\x20-\x7e]{0,4}\s*$/.test(line);
  return asked || parseNikonReply(line).kind !== 'other' ? line : hideUnknown(line);
}

function interpret(definition: InstrumentDefinition, block: Uint8Array, context: MappingContext): Interpretation {
  const { mapping } = definition;
  const line = latin1ToText(block);
  const before = context.state ?? emptyState;
  const base = signalBase(definition, context);
  const read =
    mapping.kind === 'nikon-ascii'
      ? readLine(definition, mapping, line, before, base)
      : { signals: [unmapped(line, base)], state: before };
  const settings = read.signals.filter(({ kind }) => kind === 'setting').length;
  const isRepeat = before.lastReading === line && read.signals.length === settings;
  const message: Signal = {
    kind: 'message',
    ...base,
    protocol: 'nikon-ascii',
    purpose: settings > 0 ? 'settings' : 'other',
    recordCount: 1,
    resultCount: 0,
    isResend: context.isResend ?? false,
    isPartial: context.isPartial ?? false,
    specimen: null,
    sender: read.state.sender,
  };
  return {
    signals: [message, ...read.signals],
    maskedRecords: [maskLine(line)],
    key: null,
    isRepeat,
    state: { ...read.state, lastReading: line },
  };
}

interface Read {
  readonly signals: Signal[];
  readonly state: MappingState;
}

const noSender: Sender = { model: '', software: '', serialNumber: '' };

function readLine(
  definition: InstrumentDefinition,
  mapping: NikonAsciiMapping,
  line: string,
  before: MappingState,
  base: SignalBase,
): Read {
  const said = parseNikonReply(line);
  switch (said.kind) {
    case 'refused':
      return readRefusal(definition, mapping, said.code, before, base);
    case 'data':
    case 'pushed': {
      const known = mapping.readings[said.command];
      if (!known) return { signals: [unmapped(line, base, `answer ${said.command}`)], state: before };
      const { setting, unit } = known;
      const answered = said.kind === 'data' ? takeBack(before, base) : { signals: [], state: before };
      const isIdentity = setting === 'software' || setting === 'model';
      const state = isIdentity
        ? { ...answered.state, sender: { ...(before.sender ?? noSender), [setting]: said.data } }
        : answered.state;
      const reading: Signal = { kind: 'setting', ...base, setting, reading: said.data, unit, takenAt: '' };
      return { signals: [reading, ...answered.signals], state };
    }
    case 'done':
      // Another program moves the stand; what it did is read with the next question.
      return { signals: [], state: before };
    case 'other':
      return { signals: [unmapped(line, base)], state: before };
  }
}

function readRefusal(
  definition: InstrumentDefinition,
  { refusals, otherRefusal }: NikonAsciiMapping,
  sent: string,
  before: MappingState,
  base: SignalBase,
): Read {
  const code = refusals[sent] ?? otherRefusal;
  if (before.activeCodes.includes(code)) return { signals: [], state: before };
  const error: Signal = { kind: 'error', ...base, ...describeError(definition, code), specimen: null };
  const signals: Signal[] = [error];
  const told = `attention ${sent}`;
  if (before.operationalStatus !== told) {
    signals.push({ kind: 'status', ...base, operationalStatus: 'attention', detail: sent });
  }
  return {
    signals,
    state: { ...before, activeCodes: [...before.activeCodes, code], operationalStatus: told },
  };
}

/** A question that is answered takes back what an earlier one raised. */
function takeBack(before: MappingState, base: SignalBase): Read {
  const signals: Signal[] = before.activeCodes.map((code) => ({ kind: 'error-cleared', ...base, code }));
  if (before.operationalStatus === 'ready ') return { signals, state: { ...before, activeCodes: [] } };
  signals.push({ kind: 'status', ...base, operationalStatus: 'ready', detail: '' });
  return { signals, state: { ...before, activeCodes: [], operationalStatus: 'ready ' } };
}

const unmapped = (line: string, base: SignalBase, what = 'line'): Signal => ({
  kind: 'unmapped',
  ...base,
  what,
  raw: maskLine(line).slice(0, 200),
});

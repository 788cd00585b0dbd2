import { latin1ToText } from '../../../kernel/bytes.ts';
import type { InstrumentDefinition } from '../../definition.ts';
import { createLineFramer } from '../../framing/line-framer.ts';
import { emptyState, type Interpretation, type MappingContext, type MappingState } from '../../mapping/context.ts';
import { nameControls } from '../../mapping/mask-bytes.ts';
import { hideUnknown } from '../../mapping/mask-value.ts';
import { parseReading } from '../../mapping/reading.ts';
import { describeError, type SignalBase, signalBase } from '../../mapping/signal-base.ts';
import type { Signal } from '../../signals.ts';
import type { BlockDriver } from '../driver.ts';
import { parseSbiLine, SBI_READ_COMMANDS, SBI_START } from './lines.ts';
import type { SartoriusSbiMapping } from './schema.ts';

/** A line is 22 characters at most. */
const longestLine = 256;

/** Sartorius balances with SBI: each line is a reading, a state or an error. There is no patient in it. */
export const sartoriusSbiDriver: BlockDriver = {
  kind: 'sartorius-sbi',
  createFramer: ({ framing }) =>
    createLineFramer({ end: 'crlf', maxLineBytes: framing.kind === 'line' ? framing.maxLineBytes : longestLine }),
  verify: () => 'absent',
  answer: () => null,
  interpret,
  mask: (_definition, raw) => nameControls(maskLine(latin1ToText(raw))),
};

const questions: readonly string[] = SBI_READ_COMMANDS.map((command) => `${SBI_START}${command}`);

/** Questions and answers are shown; what is none of them may be anything, also a name (a printout has a heading). */
function maskLine(text: string): string {
  const line = text.replace(/[\r\n]+$/, '');
  return questions.includes(line) || parseSbiLine(line).kind !== 'other' ? text : hideUnknown(text);
}

function interpret(definition: InstrumentDefinition, block: Uint8Array, context: MappingContext): Interpretation {
  const { mapping } = definition;
  const line = latin1ToText(block);
  const before = context.state ?? emptyState;
  const base = signalBase(definition, context);
  const read: Read =
    mapping.kind === 'sartorius-sbi'
      ? readLine(definition, mapping, line, before, base)
      : { signals: [unmapped(line, base)], state: before };
  const resultCount = read.signals.filter(({ kind }) => kind === 'result').length;
  const message: Signal = {
    kind: 'message',
    ...base,
    protocol: 'sartorius-sbi',
    purpose: resultCount > 0 ? 'weight' : 'other',
    recordCount: 1,
    resultCount,
    isResend: context.isResend ?? false,
    isPartial: context.isPartial ?? false,
    specimen: null,
    sender: null,
  };
  return {
    signals: [message, ...read.signals],
    maskedRecords: [maskLine(line)],
    key: null,
    isRepeat: before.lastReading === line && read.signals.length === resultCount,
    state: { ...read.state, lastReading: line },
  };
}

interface Read {
  readonly signals: Signal[];
  readonly state: MappingState;
}

function readLine(
  definition: InstrumentDefinition,
  { analyte, errors }: SartoriusSbiMapping,
  line: string,
  before: MappingState,
  base: SignalBase,
): Read {
  const said = parseSbiLine(line);
  switch (said.kind) {
    case 'weight': {
      const isStable = said.unit !== '';
      const result: Signal = {
        kind: 'result',
        ...base,
        // The short form names nothing: it is what was asked for.
        test: said.name || 'P',
        rawValue: said.value,
        unit: said.unit,
        flags: said.hasUnverifiedDigit ? ['unverified-digit'] : [],
        status: '',
        analyte,
        value: parseReading(said.value)?.number ?? null,
        meaning: isStable ? 'stable' : 'unstable',
        completedAt: '',
        specimen: null,
      };
      const cleared = before.activeCodes.map((code): Signal => ({ kind: 'error-cleared', ...base, code }));
      const told = tellStatus('ready', isStable ? 'stable' : 'unstable', { ...before, activeCodes: [] }, base);
      return { signals: [result, ...cleared, ...told.signals], state: told.state };
    }
    case 'out-of-range':
      return raise(definition, said.range === 'over' ? errors.overload : errors.underload, before, base);
    case 'error':
      return raise(definition, `Err ${said.number}`, before, base);
    case 'no-reading':
      return tellStatus('busy', said.told, before, base);
    case 'other':
      return { signals: [unmapped(line, base)], state: before };
  }
}

/** The balance says one thing at a time: what it said before is taken back by what it says now. */
function raise(definition: InstrumentDefinition, code: string, before: MappingState, base: SignalBase): Read {
  const over = before.activeCodes.filter((active) => active !== code);
  const signals: Signal[] = over.map((active) => ({ kind: 'error-cleared', ...base, code: active }));
  if (!before.activeCodes.includes(code)) {
    signals.unshift({ kind: 'error', ...base, ...describeError(definition, code), specimen: null });
  }
  const told = tellStatus('attention', code, { ...before, activeCodes: [code] }, base);
  return { signals: [...signals, ...told.signals], state: told.state };
}

/** Says the status when it changed; a question every second does not repeat it. */
function tellStatus(status: string, detail: string, state: MappingState, base: SignalBase): Read {
  const told = `${status} ${detail}`;
  if (state.operationalStatus === told) return { signals: [], state };
  const signal: Signal = { kind: 'status', ...base, operationalStatus: status, detail };
  return { signals: [signal], state: { ...state, operationalStatus: told } };
}

const unmapped = (line: string, base: SignalBase): Signal => ({
  kind: 'unmapped',
  ...base,
  what: 'line',
  raw: maskLine(line).slice(0, 200),
});

import type { InstrumentDefinition } from '../../definition.ts';
import { emptyState, type Interpretation, type MappingContext } from '../../mapping/context.ts';
import { nameControls } from '../../mapping/mask-bytes.ts';
import { hideUnknown } from '../../mapping/mask-value.ts';
import { describeError, type SignalBase, signalBase } from '../../mapping/signal-base.ts';
import type { MessageSignal, Signal } from '../../signals.ts';
import { isKnownName, maskLine, maskValue } from './mask-lines.ts';
import { type DiatronLine, readLines, readPackage } from './package.ts';
import type { DiatronMapping } from './schema.ts';

type Specimen = MessageSignal['specimen'];

/** Longest raw text an unmapped signal keeps. */
const LONGEST_RAW = 200;

/**
 * Reads one package. Packages are told apart by their lines, since no source says how commands are written: one with results
 * or warnings is read, any other (a greeting, curves, XML) is named and nothing of it is shown.
 */
export function interpretDiatron(
  definition: InstrumentDefinition,
  mapping: DiatronMapping,
  block: Uint8Array,
  context: MappingContext,
): Interpretation {
  const { fault, command, message } = readPackage(block);
  const base = signalBase(definition, context);
  const lines = fault === 'none' ? readLines(message) : [];
  const isData = lines.some(({ name }) => name in mapping.parameters || name === 'WRN');
  const specimen = isData ? specimenOf(lines, context) : null;
  const completedAt = isData ? timeOf(lines, mapping) : '';
  const signals = isData
    ? lines.flatMap((line) => readLine(definition, mapping, line, { base, specimen, completedAt }))
    : [unmapped(`package ${shownCommand(command)}`.trim(), `${message.length} characters`, base)];
  const resultCount = signals.filter(({ kind }) => kind === 'result').length;
  const first: Signal = {
    kind: 'message',
    ...base,
    protocol: 'diatron',
    purpose: resultCount > 0 ? 'results' : 'other',
    recordCount: Math.max(lines.length, 1),
    resultCount,
    isResend: context.isResend ?? false,
    isPartial: context.isPartial ?? false,
    specimen,
    sender: null,
  };
  return {
    signals: [first, ...signals],
    maskedRecords: isData
      ? lines.map((line) => nameControls(maskLine(line, mapping)))
      : [nameControls(`${shownCommand(command)} ${hideUnknown(message)}`.trim().slice(0, LONGEST_RAW))],
    // Decision 4's key: the running id is in the bytes, so a package sent once more later is told by whose it is and when.
    key: resultCount > 0 && completedAt !== '' ? [specimen?.hash ?? '', completedAt, resultCount].join('|') : null,
    isRepeat: false,
    state: context.state ?? emptyState,
  };
}

interface Around {
  readonly base: SignalBase;
  readonly specimen: Specimen;
  readonly completedAt: string;
}

function readLine(
  definition: InstrumentDefinition,
  mapping: DiatronMapping,
  line: DiatronLine,
  around: Around,
): Signal[] {
  const { name, value } = line;
  const { base } = around;
  if (name === 'WRN') return readWarnings(definition, mapping, value, around);
  if (name in mapping.parameters) return readResult(mapping, line, around);
  const meter = mapping.meters[name];
  if (meter !== undefined) {
    const { number } = splitValue(value);
    if (number === null) return [unmapped(name, maskValue(line, mapping), base)];
    return [{ kind: 'meter', ...base, meter: meter.meter, reading: number, unit: meter.unit }];
  }
  if (mapping.settings.includes(name)) {
    const reading = maskValue(line, mapping).trim();
    return reading === '' ? [] : [{ kind: 'setting', ...base, setting: name, reading, unit: '', takenAt: '' }];
  }
  if (isKnownName(name, mapping)) return [];
  return [unmapped(/^[A-Z]{1,4}\d{0,2}$/.test(name) ? name : 'line', maskValue(line, mapping), base)];
}

function readResult(mapping: DiatronMapping, line: DiatronLine, { base, specimen, completedAt }: Around): Signal[] {
  const { test, analyte, unit } = mapping.parameters[line.name]!;
  const { text, flag, number, isOnePair } = splitValue(line.value);
  const listed = flag === '' ? 'not-flagged' : (mapping.flags[flag] ?? 'flag');
  const result: Signal = {
    kind: 'result',
    ...base,
    test,
    rawValue: isOnePair ? maskValue({ name: line.name, value: text }, mapping) : maskValue(line, mapping),
    unit,
    flags: flag === '' ? [] : [flag],
    status: '',
    analyte,
    value: number,
    meaning: number === null ? 'no-result' : listed,
    completedAt,
    specimen,
  };
  const isUnlisted = flag !== '' && mapping.flags[flag] === undefined;
  const notes = [
    ...(isOnePair ? [] : [unmapped(`${line.name}: not one value and one flag`, maskValue(line, mapping), base)]),
    ...(isUnlisted ? [unmapped(`flag ${flag}`, test, base)] : []),
  ];
  return [result, ...notes];
}

/**
 * `value,flag`. With another number of commas nothing says which of them parts the two (a decimal comma would look so):
 * then there is no number.
 */
function splitValue(value: string): { text: string; flag: string; number: string | null; isOnePair: boolean } {
  const parts = value.split(',');
  const isOnePair = parts.length === 2;
  const [text = '', flag = ''] = isOnePair ? parts : [value, ''];
  const isNumber = isOnePair && /^-?\d{1,9}(\.\d{1,6})?$/.test(text.trim());
  const shownFlag = /^[A-Za-z\d*!+-]{0,4}$/.test(flag.trim()) ? flag.trim() : '?';
  return { text, flag: shownFlag, number: isNumber ? text.trim() : null, isOnePair };
}

function readWarnings(
  definition: InstrumentDefinition,
  { warnings }: DiatronMapping,
  value: string,
  { base, specimen }: Around,
): Signal[] {
  const text = value.trim();
  const isNumber = warnings.base === 10 ? /^\d{1,9}$/.test(text) : /^[0-9A-Fa-f]{1,7}$/.test(text);
  if (!isNumber) return text === '' ? [] : [unmapped('WRN', hideUnknown(text), base)];
  const number = Number.parseInt(text, warnings.base);
  const set = Array.from({ length: 31 }, (_, bit) => bit).filter((bit) => (number & (2 ** bit)) !== 0);
  const unlisted = set.filter((bit) => warnings.bits[bit] === undefined);
  const raised = set.flatMap((bit): Signal[] => {
    const code = warnings.bits[bit];
    return code === undefined ? [] : [{ kind: 'error', ...base, ...describeError(definition, code), specimen }];
  });
  const rest = unlisted.length === 0 ? [] : [unmapped(`WRN bits ${unlisted.join(', ')}`, text, base)];
  return [...raised, ...rest];
}

function specimenOf(lines: readonly DiatronLine[], context: MappingContext): Specimen {
  const id = lines.find(({ name }) => name === 'SID')?.value.trim() ?? '';
  return id === '' ? null : context.hashSpecimen(id);
}

/** Date and time as sent, where they can be such. */
function timeOf(lines: readonly DiatronLine[], mapping: DiatronMapping): string {
  const parts = ['DATE', 'TIME'].map((wanted) => {
    const line = lines.find(({ name }) => name === wanted);
    return line === undefined ? '' : maskValue(line, mapping).trim();
  });
  return parts.some((part) => part === '' || !/^[\d .:/-]+$/.test(part)) ? '' : parts.join(' ');
}

const shownCommand = (command: string): string => (/^[A-Z]{1,8}$/.test(command) ? command : '');

const unmapped = (what: string, raw: string, base: SignalBase): Signal => ({
  kind: 'unmapped',
  ...base,
  what,
  raw: nameControls(raw)
    .replace(/[^ -~]/g, '?')
    .slice(0, LONGEST_RAW),
});

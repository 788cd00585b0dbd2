import { latin1ToText } from '../../../kernel/bytes.ts';
import type { InstrumentDefinition } from '../../definition.ts';
import { emptyState, type Interpretation, type MappingContext } from '../../mapping/context.ts';
import { nameControls } from '../../mapping/mask-bytes.ts';
import { describeError, type SignalBase, signalBase } from '../../mapping/signal-base.ts';
import type { Signal } from '../../signals.ts';
import { readFrame } from './frame.ts';
import { maskFrameText } from './mask-text.ts';
import { readTubes, type TubeRecord, tubeBits } from './records.ts';
import type { MiniCubeMapping } from './schema.ts';

/**
 * Reads one frame: an ESR for each tube, with the bits that say why one has none; of a control its lot and verdict. Where the
 * limits of a control stand is in no source read, so what follows its expiry is named as unmapped and kept.
 */
export function interpretMiniCube(
  definition: InstrumentDefinition,
  mapping: MiniCubeMapping,
  block: Uint8Array,
  context: MappingContext,
): Interpretation {
  const { fault, command, data } = readFrame(block);
  const masked = fault === 'none' ? maskFrameText(latin1ToText(block)) : latin1ToText(block).replace(/[^\r]/g, '*');
  const base = signalBase(definition, context);
  const isControl = command.endsWith('2');
  const isKnown = fault === 'none' && /^[5D][12]$/.test(command);
  const tubes = isKnown ? readTubes(data, isControl) : null;
  const signals =
    tubes === null
      ? [unmapped(isKnown ? 'data' : `command ${/^[0-9A-F]{2}$/.test(command) ? command : ''}`.trim(), masked, base)]
      : tubes.flatMap((tube) => readTube(definition, mapping, tube, isControl, base, context));
  const resultCount = signals.filter(({ kind }) => kind === 'result' || kind === 'qc-result').length;
  const only = tubes?.length === 1 ? tubes[0] : undefined;
  const message: Signal = {
    kind: 'message',
    ...base,
    protocol: 'mini-cube',
    purpose: resultCount === 0 ? 'other' : isControl ? 'qc' : 'results',
    recordCount: tubes?.length ?? 1,
    resultCount,
    isResend: context.isResend ?? false,
    isPartial: context.isPartial ?? false,
    specimen: only === undefined || isControl || only.barcode === '' ? null : context.hashSpecimen(only.barcode),
    sender: null,
  };
  return {
    signals: [message, ...signals],
    maskedRecords: [nameControls(masked)],
    key: null,
    isRepeat: false,
    state: context.state ?? emptyState,
  };
}

/** The bits of FLAGS by what each is called among a result's flags. */
const flagNames = [
  ['sample-high', tubeBits.high],
  ['sample-low', tubeBits.low],
  ['no-tube', tubeBits.noTube],
  ['reading-error', tubeBits.readingError],
  ['qc-pass', tubeBits.controlPassed],
  ['qc-fail', tubeBits.controlFailed],
] as const;

function readTube(
  definition: InstrumentDefinition,
  { test, analyte, unit, errors }: MiniCubeMapping,
  tube: TubeRecord,
  isControl: boolean,
  base: SignalBase,
  context: MappingContext,
): Signal[] {
  const has = (bit: number): boolean => (tube.bits & bit) !== 0;
  const text = tube.esr.trim();
  // A zero beside one of these bits is no erythrocyte sedimentation rate.
  const hasNoResult = has(tubeBits.noTube) || has(tubeBits.readingError);
  const isNumber = /^\d{1,4}$/.test(text) && !hasNoResult;
  const measured = {
    test,
    rawValue: tube.esr,
    unit,
    flags: flagNames.flatMap(([name, bit]) => (has(bit) ? [name] : [])),
    status: '',
    analyte,
    value: isNumber ? String(Number(text)) : null,
    meaning: hasNoResult ? 'no-result' : text.startsWith('>') ? 'over-range' : measuredMeaning(tube.bits),
    completedAt: timeOf(tube),
  };
  const specimen = isControl || tube.barcode === '' ? null : context.hashSpecimen(tube.barcode);
  const lot = /^([ -~]{6})(\d{6})([ -~]*)$/.exec(tube.rest);
  const result: Signal = isControl
    ? { kind: 'qc-result', ...base, ...measured, specimen: null, controlLot: lot?.[1]?.trim() ?? '' }
    : { kind: 'result', ...base, ...measured, specimen };
  const raised = (
    [
      [tubeBits.high, errors.sampleHigh],
      [tubeBits.low, errors.sampleLow],
      [tubeBits.noTube, errors.noTube],
      [tubeBits.readingError, errors.readingError],
      [tubeBits.controlFailed, errors.controlFailed],
    ] as const
  ).flatMap(([bit, code]): Signal[] =>
    has(bit) ? [{ kind: 'error', ...base, ...describeError(definition, code), specimen }] : [],
  );
  const limits = lot === null ? tube.rest : (lot[3] ?? '');
  const notes = limits === '' ? [] : [unmapped(lot === null ? 'control fields' : 'control limits', limits, base)];
  return [result, ...raised, ...notes];
}

/** YYMMDDhhmm of the DDMMYY and hhmm that were sent. */
const timeOf = ({ date, time }: TubeRecord): string => `${date.slice(4)}${date.slice(2, 4)}${date.slice(0, 2)}${time}`;

const unmapped = (what: string, raw: string, base: SignalBase): Signal => ({
  kind: 'unmapped',
  ...base,
  what,
  raw: nameControls(raw)
    .replace(/[^ -~]/g, '?')
    .slice(0, 200),
});

/** A column too high or too low gives a number that is not to be relied on. */
const measuredMeaning = (bits: number): string =>
  (bits & (tubeBits.high | tubeBits.low)) === 0 ? 'not-flagged' : 'suspect';

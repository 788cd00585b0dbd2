import { compareDecimals } from '../../instruments/mapping/decimal.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Decider, FoldContext } from '../../records/decider.ts';
import { type BodyOf, draft, isRecordOf, type RecordDraft, type StoredRecord } from '../../records/define.ts';
import { meterRead, meterReplaced } from './records.ts';
import { readDecimal } from './rules-fields.ts';

/**
 * One meter of one instrument. Its running total only goes up: a reading below the last is kept and not used, until a
 * signed replacement says why it is lower (mission rule C.3).
 */
export interface MeterFold {
  readonly unit: string;
  /** As shown by the instrument, last used reading; null before the first. */
  readonly reading: string | null;
  /** Running total over replaced meters; grows only. */
  readonly total: number;
  /** Total at which the present meter stood at zero. */
  readonly offset: number;
  readonly readAt: string;
  readonly readOn: string;
  readonly origin: 'typed' | 'wire';
  readonly replacedCount: number;
  readonly refusedCount: number;
  /** Whether the last record was used. */
  readonly isLastUsed: boolean;
}

export const initialMeter = (): MeterFold => ({
  unit: '',
  reading: null,
  total: 0,
  offset: 0,
  readAt: '',
  readOn: '',
  origin: 'typed',
  replacedCount: 0,
  refusedCount: 0,
  isLastUsed: false,
});

/** Meters are counts and hours: a double holds them exactly up to 2^53; sums are cut to six places so that they stay what is written. */
const round = (value: number): number => Math.round(value * 1e6) / 1e6;

/** Folds one record. Never throws. */
export function evolveMeter(state: MeterFold, record: StoredRecord, context: FoldContext): MeterFold {
  if (isRecordOf(record, meterRead)) {
    const { reading, unit, on, at, origin } = record.body;
    const isLower = state.reading !== null && compareDecimals(reading, state.reading) < 0;
    if (isLower) {
      // Two benches that read apart may arrive in any order: the higher one counts, the lower one is old news.
      const isOld = context.concurrentWith.length > 0 || on < state.readOn;
      if (!isOld) context.conflict('maintenance/meter-went-down', { reading, last: state.reading! }, []);
      return { ...state, refusedCount: state.refusedCount + (isOld ? 0 : 1), isLastUsed: false };
    }
    const total = Math.max(state.total, round(state.offset + Number(reading)));
    return { ...state, unit: unit || state.unit, reading, total, readAt: at, readOn: on, origin, isLastUsed: true };
  }
  if (isRecordOf(record, meterReplaced)) {
    const { lastReading, firstReading, unit, on, at } = record.body;
    const isUp = state.reading === null || compareDecimals(lastReading, state.reading) >= 0;
    const total = isUp ? Math.max(state.total, round(state.offset + Number(lastReading))) : state.total;
    return {
      ...state,
      unit: unit || state.unit,
      reading: firstReading,
      total,
      offset: round(total - Number(firstReading)),
      readAt: at,
      readOn: on,
      origin: 'typed',
      replacedCount: state.replacedCount + 1,
      isLastUsed: true,
    };
  }
  return state;
}

export type MeterCommand =
  | { readonly do: 'read'; readonly body: BodyOf<typeof meterRead> }
  | { readonly do: 'replace'; readonly body: BodyOf<typeof meterReplaced> };

function decideMeter(state: MeterFold, command: MeterCommand, stream: string): readonly RecordDraft[] {
  const { body } = command;
  if (command.do === 'replace') {
    if (readDecimal(command.body.lastReading) === null || readDecimal(command.body.firstReading) === null) {
      throw new AppError('maintenance/not-a-number', { value: command.body.lastReading });
    }
    return [draft(meterReplaced, stream, command.body)];
  }
  const reading = readDecimal(command.body.reading);
  if (reading === null || reading.startsWith('-')) {
    throw new AppError('maintenance/not-a-number', { value: command.body.reading });
  }
  // A person is told; what the wire says is kept as it came, and folding names it.
  if (command.body.origin === 'typed' && state.reading !== null && compareDecimals(reading, state.reading) < 0) {
    throw new AppError('maintenance/meter-went-down', { reading, last: state.reading, meter: body.meter });
  }
  return [draft(meterRead, stream, { ...command.body, reading })];
}

/** @throws AppError `maintenance/not-a-number`, `maintenance/meter-went-down` */
export const meterDecider: Decider<MeterFold, MeterCommand> = {
  initial: initialMeter,
  evolve: evolveMeter,
  decide: decideMeter,
};

/** A counter is warned of from this share of its limit on (mission rule C.3). */
export const warnShare = 0.9;

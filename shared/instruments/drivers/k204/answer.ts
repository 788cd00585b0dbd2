import { latin1ToText } from '../../../kernel/bytes.ts';

/**
 * What a Voltcraft K204 answers (sold by Center as 304 and, with a memory, 309): the seller's sheets on its interface, and
 * public programs that read it. A question is one letter; an answer has a fixed length and no checksum. Every other letter
 * the thermometer knows presses one of its buttons, and is not known here.
 */

/** `K`: which model it is. `A`: everything it shows. Both only ask. */
export const K204_READ_COMMANDS = ['K', 'A'] as const;

/** An answer to `A`, from the start mark to the end mark. */
export const ANSWER_BYTES = 45;
export const ANSWER_START = 0x02;
export const ANSWER_END = 0x03;
/** An answer to `K` is so many digits and CR. */
export const MODEL_DIGITS = 3;

/** Places in the answer to `A`, counted from 0. */
const STATE_AT = 1;
const FIRST_CHANNEL_AT = 7;
const OVER_LIMIT_AT = 39;
const WHOLE_DEGREES_AT = 43;

/** Bits of the state. */
const CELSIUS = 0x80;
const BATTERY_LOW = 0x40;
/** A mode of the display other than the plain one, as the display names it. */
const MODES: readonly (readonly [mask: number, value: number, name: string])[] = [
  [0x20, 0x20, 'HOLD'],
  [0x10, 0x10, 'REL'],
  [0x08, 0x08, 'T1-T2'],
  [0x06, 0x02, 'MAX'],
  [0x06, 0x04, 'MIN'],
];

const CHANNELS = ['T1', 'T2', 'T3', 'T4'] as const;
/** In place of a value: no probe, or outside what can be measured. */
const NO_VALUE: readonly number[] = [0x7fff, -0x8000];
/** A display of four digits: what is more was never shown, so these bytes are no answer of this instrument. */
const MOST_SHOWN = 9_999;

export interface K204Channel {
  readonly name: (typeof CHANNELS)[number];
  /** Decimal text with the digits the display shows; null where the instrument says that there is no value. */
  readonly value: string | null;
}

export type K204Answer =
  | { readonly kind: 'model'; readonly model: string }
  | {
      readonly kind: 'readings';
      readonly unit: '°C' | '°F';
      readonly channels: readonly K204Channel[];
      /** Modes in which the display may show something else than the temperature now. */
      readonly modes: readonly string[];
      readonly isBatteryLow: boolean;
    }
  | { readonly kind: 'other' };

const modelText = /^\d{3}\r?$/;

/** What one answer says, with or without the CR of a model; bytes that can be no answer are `other`. Never throws. */
export function parseK204Answer(bytes: Uint8Array): K204Answer {
  if (bytes.length !== ANSWER_BYTES) {
    const text = bytes.length <= MODEL_DIGITS + 1 ? latin1ToText(bytes) : '';
    return modelText.test(text) ? { kind: 'model', model: text.slice(0, MODEL_DIGITS) } : { kind: 'other' };
  }
  if (bytes[0] !== ANSWER_START || bytes[ANSWER_BYTES - 1] !== ANSWER_END) return { kind: 'other' };
  const state = bytes[STATE_AT]!;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const sent = CHANNELS.map((_, index) => view.getInt16(FIRST_CHANNEL_AT + 2 * index));
  if (sent.some((number) => Math.abs(number) > MOST_SHOWN && !NO_VALUE.includes(number))) return { kind: 'other' };
  const channels = CHANNELS.map((name, index): K204Channel => {
    const number = sent[index]!;
    const bit = 1 << index;
    const isMissing = NO_VALUE.includes(number) || (bytes[OVER_LIMIT_AT]! & bit) !== 0;
    const isWhole = (bytes[WHOLE_DEGREES_AT]! & bit) !== 0;
    return { name, value: isMissing ? null : isWhole ? String(number) : (number / 10).toFixed(1) };
  });
  return {
    kind: 'readings',
    unit: (state & CELSIUS) === 0 ? '°F' : '°C',
    channels,
    modes: MODES.flatMap(([mask, value, name]) => ((state & mask) === value ? [name] : [])),
    isBatteryLow: (state & BATTERY_LOW) !== 0,
  };
}

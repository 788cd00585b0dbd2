/**
 * The lines of a Sartorius balance with SBI (as restated from published manuals and one public driver): 16 characters, or
 * 22 with an identifier of six before them, CR LF included. Only the command that prints is known here: nothing tares,
 * zeroes, adjusts or locks.
 */

/** `ESC P`: print, that is, send the reading. The escape character is put before it where it is sent. */
export const SBI_READ_COMMANDS = ['P'] as const;

export const SBI_START = '\u001b';

export type SbiLine =
  /** A reading. A unit is sent with a stable reading only, so a blank one says that it moves. */
  | {
      readonly kind: 'weight';
      /** The six characters before a 22-character line, trimmed: what the reading is; empty in the short form. */
      readonly name: string;
      /** Sign and digits as sent, without blanks and brackets. */
      readonly value: string;
      readonly unit: string;
      /** A digit in brackets is one that verification does not cover. */
      readonly hasUnverifiedDigit: boolean;
    }
  | { readonly kind: 'out-of-range'; readonly range: 'over' | 'under' }
  /** `--`, `C`, `Cal.Ext`, `Cal.Int`: no reading now; `told` as sent. */
  | { readonly kind: 'no-reading'; readonly told: string }
  /** `Err 54`: `number` as sent. */
  | { readonly kind: 'error'; readonly number: string }
  | { readonly kind: 'other' };

/** Characters before CR LF. */
const SHORT = 14;
const LONG = 20;
const PREFIX = LONG - SHORT;
/** Sign, nine places that end with a digit or its bracket, a blank, three places for the unit. */
const reading = /^([+ -])( *)(\d*(?:\[\d\])?\.?\d*(?:\[\d\])?) (.{3})$/;
const unitText = /^[A-Za-z%/µ ]{3}$/;
const prefixText = /^[A-Za-z][A-Za-z0-9#]{0,5} *$/;

/** What one line says, without its CR LF; blanks lost at its end are taken as there. Never throws. */
export function parseSbiLine(line: string): SbiLine {
  if (line.length > LONG) return { kind: 'other' };
  const short = line.length <= SHORT ? readReading('', line.padEnd(SHORT)) : null;
  if (short !== null) return short;
  const prefix = line.slice(0, PREFIX);
  const isLong = line.length > PREFIX && (prefixText.test(prefix) || prefix.trim() === '');
  const long = isLong ? readReading(prefix.trim(), line.slice(PREFIX).padEnd(SHORT)) : null;
  return long ?? readTold(line.trim().replace(/^stat\s+/i, ''));
}

function readReading(name: string, text: string): SbiLine | null {
  const found = reading.exec(text);
  if (found === null) return null;
  const [, sign = '', blanks = '', digits = '', unit = ''] = found;
  if (blanks.length + digits.length !== 9 || !/\d/.test(digits) || !unitText.test(unit)) return null;
  return {
    kind: 'weight',
    name,
    value: `${sign.trim()}${digits.replace(/[[\]]/g, '')}`,
    unit: unit.trim(),
    hasUnverifiedDigit: digits.includes('['),
  };
}

/** The texts that stand where a value would. */
function readTold(text: string): SbiLine {
  const failed = /^err\s*(\d{1,4})$/i.exec(text);
  if (failed !== null) return { kind: 'error', number: failed[1] ?? '' };
  if (/^(?:high|h)$/i.test(text)) return { kind: 'out-of-range', range: 'over' };
  if (/^(?:low|l)$/i.test(text)) return { kind: 'out-of-range', range: 'under' };
  if (/^(?:--|c|cal\.ext|cal\.int)$/i.test(text)) return { kind: 'no-reading', told: text };
  return { kind: 'other' };
}

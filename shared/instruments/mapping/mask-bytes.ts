import { hideUnknown } from './mask-value.ts';

/** Bytes as text that can be shown: one character a byte, control characters named. No format is known here. */

const CONTROL_NAMES: Readonly<Record<number, string>> = {
  0: 'NUL',
  1: 'SOH',
  2: 'STX',
  3: 'ETX',
  4: 'EOT',
  5: 'ENQ',
  6: 'ACK',
  7: 'BEL',
  8: 'BS',
  9: 'HT',
  10: 'LF',
  11: 'VT',
  12: 'FF',
  13: 'CR',
  14: 'SO',
  15: 'SI',
  16: 'DLE',
  17: 'DC1',
  18: 'DC2',
  19: 'DC3',
  20: 'DC4',
  21: 'NAK',
  22: 'SYN',
  23: 'ETB',
  24: 'CAN',
  25: 'EM',
  26: 'SUB',
  27: 'ESC',
  28: 'FS',
  29: 'GS',
  30: 'RS',
  31: 'US',
  127: 'DEL',
};

/** One character per byte (Latin-1), so that lengths stay what they were. */
export function bytesToText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function isControl(code: number): boolean {
  return code < 0x20 || code === 0x7f;
}

/** Control characters as `<CR>`, other bytes above 127 as `<E9>`. */
export function nameControls(text: string): string {
  let named = '';
  for (const character of text) {
    const code = character.charCodeAt(0);
    if (isControl(code)) named += `<${CONTROL_NAMES[code] ?? ''}>`;
    else if (code > 0x7f && code <= 0xff) named += `<${code.toString(16).toUpperCase()}>`;
    else named += character;
  }
  return named;
}

/** Bytes nobody understands (noise, a wrong definition, a listen test): length, blanks and delimiters only. */
export function maskUnknownText(bytes: Uint8Array): string {
  let hidden = '';
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    hidden += isControl(byte) ? character : hideUnknown(character);
  }
  return nameControls(hidden);
}

/** Byte helpers without Node: every function takes and gives plain `Uint8Array`s and never changes its input. */

/** All parts in one new array, in order. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** True when both hold the same bytes. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index += 1) {
    if (left[index] !== right[index]) return false;
  }
  return true;
}

/** One character a byte, code point = byte value (ISO 8859-1 with its control ranges), so nothing is lost. */
export function latin1ToText(bytes: Uint8Array): string {
  let text = '';
  if (bytes.length <= fewBytes) {
    for (let index = 0; index < bytes.length; index += 1) text += String.fromCharCode(bytes[index] ?? 0);
    return text;
  }
  // All at once would overflow the stack of the call for long inputs.
  const step = 8_192;
  for (let start = 0; start < bytes.length; start += step) text += textOf(bytes.subarray(start, start + step));
  return text;
}

/** Below it, one character after the other is faster than a call that takes them all. */
const fewBytes = 256;

/** As an argument list made by `apply`: spreading a typed array walks it by its iterator, eight times as slow. */
const textOf = (bytes: Uint8Array): string => String.fromCharCode.apply(null, bytes as unknown as number[]);

/** The reverse of `latin1ToText`. Throws a `RangeError` at a character above U+00FF. */
export function textToLatin1(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0xff) throw new RangeError(`character at ${index} does not fit one byte`);
    bytes[index] = code;
  }
  return bytes;
}

const HEX_DIGITS = '0123456789abcdef';

/** Lower-case hex, two digits a byte. */
export function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += HEX_DIGITS.charAt(byte >> 4) + HEX_DIGITS.charAt(byte & 15);
  return hex;
}

/** Bytes of a hex text of even length, either case. Throws a `RangeError` for anything else. */
export function fromHex(hex: string): Uint8Array {
  if (hex.length % 2 !== 0 || /[^0-9a-fA-F]/.test(hex)) throw new RangeError('not a hex text of even length');
  const bytes = new Uint8Array(hex.length / 2);
  for (let index = 0; index < bytes.length; index += 1) {
    bytes[index] = Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16);
  }
  return bytes;
}

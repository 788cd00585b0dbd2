import { latin1ToText } from '../../kernel/bytes.ts';
import { AppError } from '../../kernel/errors.ts';

/**
 * Bytes <-> text for the code pages that analyzers send. Single-byte pages and UTF-8 are read here, without the
 * platform; anything else (GBK, Big5, KOI8-R) is a decoder the host gives. A checksum is always over the bytes, before
 * any of this.
 */

export type BuiltInCharset = 'latin-1' | 'utf-8' | 'cp1252' | 'cp1251';

/** Reads bytes of a code page the host knows; throws when the bytes do not fit it. */
export type TextDecode = (bytes: Uint8Array) => string;
/** Gives the host's decoder of a code page, or undefined. */
export type FindDecoder = (charset: string) => TextDecode | undefined;

/** Bytes 0x80 to 0x9F of Windows-1252; the five unused ones stay the control characters they are in Latin-1. */
const CP1252_HIGH =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/** Bytes 0x80 to 0xBF of Windows-1251; 0xC0 to 0xFF are the Russian letters in order. */
const CP1251_HIGH =
  '\u0402\u0403\u201a\u0453\u201e\u2026\u2020\u2021\u20ac\u2030\u0409\u2039\u040a\u040c\u040b\u040f' +
  '\u0452\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u0098\u2122\u0459\u203a\u045a\u045c\u045b\u045f' +
  '\u00a0\u040e\u045e\u0408\u00a4\u0490\u00a6\u00a7\u0401\u00a9\u0404\u00ab\u00ac\u00ad\u00ae\u0407' +
  '\u00b0\u00b1\u0406\u0456\u0491\u00b5\u00b6\u00b7\u0451\u2116\u0454\u00bb\u0458\u0405\u0455\u0457';

const SINGLE_BYTE: Readonly<Record<'cp1252' | 'cp1251', string>> = {
  cp1252: CP1252_HIGH,
  cp1251: CP1251_HIGH + Array.from({ length: 64 }, (_, index) => String.fromCharCode(0x410 + index)).join(''),
};

/**
 * Text of `bytes`. Throws `charset/invalid-bytes` (with the offset, where known) when they do not fit the code page, and
 * `charset/unknown` when neither we nor the host know it. Nothing is ever replaced by a question mark.
 */
export function decodeText(bytes: Uint8Array, charset: string, findDecoder?: FindDecoder): string {
  if (charset === 'latin-1') return latin1ToText(bytes);
  if (charset === 'utf-8') return decodeUtf8(bytes);
  if (charset === 'cp1252' || charset === 'cp1251') return decodeSingleByte(bytes, SINGLE_BYTE[charset]);
  const decode = findDecoder?.(charset);
  if (decode === undefined) throw new AppError('charset/unknown', { charset });
  try {
    return decode(bytes);
  } catch (cause) {
    throw new AppError('charset/invalid-bytes', { charset }, { cause });
  }
}

/** Bytes of `text` in a built-in code page. Throws `charset/not-encodable` at a character that has no byte there. */
export function encodeText(text: string, charset: BuiltInCharset): Uint8Array {
  if (charset === 'utf-8') return encodeUtf8(text);
  const high = charset === 'latin-1' ? '' : SINGLE_BYTE[charset];
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const highIndex = code < 0x80 ? -1 : high.indexOf(text.charAt(index));
    if (highIndex >= 0) bytes[index] = 0x80 + highIndex;
    else if (code < 0x80 || (code <= 0xff && code - 0x80 >= high.length)) bytes[index] = code;
    else throw new AppError('charset/not-encodable', { charset, at: index });
  }
  return bytes;
}

/**
 * `utf-8` when the bytes hold at least one character above ASCII and are valid UTF-8 throughout, else `fallback`. Text of
 * a single-byte code page that happens to be valid UTF-8 is so unlikely that the guess is safe for words, yet it is a
 * guess: a definition that knows its code page names it.
 */
export function detectCharset(bytes: Uint8Array, fallback: string): string {
  if (bytes.every((byte) => byte < 0x80)) return fallback;
  return firstInvalidUtf8(bytes) < 0 ? 'utf-8' : fallback;
}

function decodeSingleByte(bytes: Uint8Array, high: string): string {
  let text = '';
  for (const byte of bytes) {
    text += byte < 0x80 || byte - 0x80 >= high.length ? String.fromCharCode(byte) : high.charAt(byte - 0x80);
  }
  return text;
}

/** Length of the sequence a lead byte begins and the smallest code point it may hold (no overlong forms). */
function leadOf(byte: number): { length: number; bits: number; least: number } | null {
  if (byte < 0x80) return { length: 1, bits: byte, least: 0 };
  if (byte >= 0xc2 && byte <= 0xdf) return { length: 2, bits: byte & 0x1f, least: 0x80 };
  if (byte >= 0xe0 && byte <= 0xef) return { length: 3, bits: byte & 0x0f, least: 0x800 };
  if (byte >= 0xf0 && byte <= 0xf4) return { length: 4, bits: byte & 0x07, least: 0x1_0000 };
  return null;
}

/** The code point at `at`, or -1 when the bytes there are no UTF-8 (RFC 3629). */
function codePointAt(bytes: Uint8Array, at: number): { code: number; length: number } {
  const invalid = { code: -1, length: 1 };
  const lead = leadOf(bytes[at]!);
  if (lead === null || at + lead.length > bytes.length) return invalid;
  let code = lead.bits;
  for (let index = at + 1; index < at + lead.length; index += 1) {
    const byte = bytes[index]!;
    if ((byte & 0xc0) !== 0x80) return invalid;
    code = code * 64 + (byte & 0x3f);
  }
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return code < lead.least || code > 0x10_ffff || isSurrogate ? invalid : { code, length: lead.length };
}

function firstInvalidUtf8(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; ) {
    const { code, length } = codePointAt(bytes, at);
    if (code < 0) return at;
    at += length;
  }
  return -1;
}

function decodeUtf8(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const { code, length } = codePointAt(bytes, at);
    if (code < 0) throw new AppError('charset/invalid-bytes', { charset: 'utf-8', at });
    text += String.fromCodePoint(code);
    at += length;
  }
  return text;
}

function encodeUtf8(text: string): Uint8Array {
  const bytes: number[] = [];
  let at = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code >= 0xd800 && code <= 0xdfff) throw new AppError('charset/not-encodable', { charset: 'utf-8', at });
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x1_0000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    at += character.length;
  }
  return Uint8Array.from(bytes);
}

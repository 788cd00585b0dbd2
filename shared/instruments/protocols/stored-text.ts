import { latin1ToText, textToLatin1 } from '../../kernel/bytes.ts';
import type { ChecksumVerdict } from '../signals.ts';
import { isRecordLine } from './lis02.ts';
import { MAX_MESSAGE_BYTES } from './lis02-assembler.ts';
import { DEFAULT_DELIMITERS } from './lis02-escape.ts';

/**
 * A file without frames -> the bytes of its messages: one record a line, in whatever line ends. Indentation, `#` comments,
 * a byte order mark and control characters are skipped. A leading frame number and a checksum line, left where control
 * characters were stripped, are taken off and checked. Lines are looked at as bytes (one character each); the code page
 * is the reader's matter.
 */

export interface TextMessage {
  /** Records, each with a CR behind it. */
  readonly bytes: Uint8Array;
  readonly checksum: ChecksumVerdict;
  /** The file ends inside the last record. */
  readonly isCut: boolean;
}

const ETX = 0x03;
const LF = 0x0a;
const CR = 0x0d;
const ETB = 0x17;
const SPACE = 0x20;
/** Controls of the line that say nothing here: NUL, SOH, STX, EOT, ENQ, ACK, DLE, NAK, SYN, and the SUB that ends a DOS file. */
const LINE_CONTROLS = new Set([0x00, 0x01, 0x02, 0x04, 0x05, 0x06, 0x10, 0x15, 0x16, 0x1a]);
/** Left where a logger wrote ETB, its checksum and the next frame's number into a record. */
const JOINT = '\u0017';

export function* readTextMessages(file: Uint8Array): Generator<TextMessage> {
  let lines: string[] = [];
  let length = 0;
  let verdict: ChecksumVerdict = 'absent';
  const close = (isCut: boolean): TextMessage => {
    const message = { bytes: textToLatin1(`${lines.join('\r')}\r`), checksum: verdict, isCut };
    lines = [];
    length = 0;
    verdict = 'absent';
    return message;
  };
  let isCut = false;
  for (const line of readRecordLines(file)) {
    const delimiter = lines[0]?.charAt(1) || line.text.charAt(1) || DEFAULT_DELIMITERS.field;
    const begins = startDelimiter(line.text, lines.length === 0 ? null : delimiter) !== null;
    if (lines.length > 0 && (begins || length + line.text.length > MAX_MESSAGE_BYTES)) yield close(false);
    if (lines.length === 0 && !begins && !isRecordLine(line.text, DEFAULT_DELIMITERS.field)) continue;
    lines.push(line.text);
    length += line.text.length + 1;
    isCut = line.isCut;
    if (line.checksum !== null) verdict = worstVerdict(verdict === 'absent' ? 'ok' : verdict, line.checksum);
    if (/^[Ll]\s*$/.test(line.text.split(delimiter, 1)[0]!)) yield close(false);
  }
  if (lines.length > 0) yield close(isCut);
}

interface RecordLine {
  /** Without indentation and frame number; blanks at the end are the last field's. */
  readonly text: string;
  readonly raw: string;
  readonly checksum: ChecksumVerdict | null;
  readonly isCut: boolean;
}

/** Lines with the checksum line that follows one, where there is any. */
function* readRecordLines(file: Uint8Array): Generator<RecordLine> {
  let delimiter = DEFAULT_DELIMITERS.field;
  let last: RecordLine | null = null;
  for (const { text, isCut } of splitLines(file)) {
    const raw = text.replace(/^[ \t]+/, '');
    if (raw === '' || raw.startsWith('#')) continue;
    if (last !== null && /^[0-9A-Fa-f]{2}[ \t]*$/.test(raw) && /^[0-7][A-Za-z]/.test(last.raw)) {
      yield { ...last, checksum: verdictOf(last.raw, raw.slice(0, 2)) };
      last = null;
      continue;
    }
    if (last !== null) yield last;
    delimiter = startDelimiter(raw.replace(/^[0-9]/, ''), delimiter) ?? delimiter;
    const isNumbered = /^[0-9][HPOCRQLMShpocrqlms]/.test(raw) && isRecordLine(raw.slice(1).trimEnd(), delimiter);
    last = { text: (isNumbered ? raw.slice(1) : raw).replaceAll(JOINT, ''), raw, checksum: null, isCut };
  }
  if (last !== null) yield last;
}

function* splitLines(file: Uint8Array): Generator<{ readonly text: string; readonly isCut: boolean }> {
  let text = '';
  let from = file[0] === 0xef && file[1] === 0xbb && file[2] === 0xbf ? 3 : 0;
  for (let at = from; at < file.length; at += 1) {
    const byte = file[at]!;
    if (byte >= SPACE) continue;
    const isLineEnd = byte === CR || byte === LF || byte === ETX;
    if (!isLineEnd && byte !== ETB && !LINE_CONTROLS.has(byte)) continue;
    text += latin1ToText(file.subarray(from, at));
    from = at + 1;
    // An ETX without its STX still ends a record; an ETB joins two pieces of one.
    if (isLineEnd) {
      yield { text, isCut: false };
      text = '';
    } else if (byte === ETB) {
      from = skipJoint(file, from);
      at = from - 1;
      text += JOINT;
    }
  }
  text += latin1ToText(file.subarray(from));
  if (text !== '') yield { text, isCut: true };
}

/** Where the record goes on: after the checksum, the line end, and the number of the next frame. */
function skipJoint(file: Uint8Array, from: number): number {
  let at = from;
  if (/^[0-9A-Fa-f]{2}$/.test(latin1ToText(file.subarray(at, at + 2)))) at += 2;
  while (file[at] === CR || file[at] === LF) at += 1;
  return (file[at] ?? 0) >= 0x30 && (file[at] ?? 0) <= 0x39 ? at + 1 : at;
}

/** The sum of a stripped frame can only be tried: CR and ETX or ETB stood behind the text, or ETX alone. */
function verdictOf(numberedText: string, digits: string): ChecksumVerdict {
  if (numberedText.includes(JOINT)) return 'absent';
  let sum = 0;
  for (let index = 0; index < numberedText.length; index += 1) sum += numberedText.charCodeAt(index);
  const wanted = Number.parseInt(digits, 16);
  return [0x0d + 0x03, 0x0d + 0x17, 0x03, 0x17].some((end) => ((sum + end) & 0xff) === wanted)
    ? 'line-ends-restored'
    : 'failed';
}

/**
 * The field delimiter of a line that begins a message, or null. Inside a message (`open` is its delimiter) a header
 * repeats that delimiter or declares others; a torn comment such as `H/O fever` does neither.
 */
function startDelimiter(line: string, open: string | null): string | null {
  const [, delimiter] = /^[Hh]([^A-Za-z0-9\s])/.exec(line) ?? [];
  if (delimiter === undefined) return null;
  if (open === null || delimiter === open) return delimiter;
  const declared = line.slice(2).split(delimiter, 1)[0]!;
  return /^[^A-Za-z0-9\s]{3,4}$/.test(declared) ? delimiter : null;
}

const RANK: readonly ChecksumVerdict[] = ['ok', 'line-ends-restored', 'absent', 'failed'];

/** The verdict on a message is that of its worst part. */
export function worstVerdict(left: ChecksumVerdict, right: ChecksumVerdict): ChecksumVerdict {
  return RANK[Math.max(RANK.indexOf(left), RANK.indexOf(right))]!;
}

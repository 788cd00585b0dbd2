import type { ChecksumVerdict } from '../signals.ts';
import { decodeText, detectCharset } from './charset.ts';
import { isRecordLine, type Lis02Message, type Lis02Options, parseLis02, parseLis02Lines } from './lis02.ts';
import { Lis02Assembler } from './lis02-assembler.ts';
import { DEFAULT_DELIMITERS } from './lis02-escape.ts';
import { findStoredFrames } from './stored-frames.ts';
import { countsOn, dropRepeats, isAfterGap } from './stored-repeats.ts';
import { readAnnotatedTrace } from './stored-trace.ts';

/**
 * A stored file -> LIS02 messages: raw line captures, captures whose line ends a logger changed, frames whose control
 * characters were stripped, plain text, annotated traces of a line monitor. Nobody can be asked to send again, so what is
 * there is given, each message with its checksum verdict (decision 7); nothing with `failed` may become a record.
 */

export interface StoredLis02 {
  readonly message: Lis02Message;
  /** The worst of its frames. */
  readonly checksum: ChecksumVerdict;
  /** No L record: the file ends in mid-message, or the device never sends one. */
  readonly isPartial: boolean;
}

const STX = 0x02;
const ETX = 0x03;
const ETB = 0x17;
const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;

/** All messages of a stored file, in order. Never throws; a file that holds none gives an empty list. */
export function readStoredLis02(bytes: Uint8Array, options: Lis02Options = {}): readonly StoredLis02[] {
  const wire = bytes.includes(STX) ? bytes : (readAnnotatedTrace(bytes) ?? bytes);
  if (wire.includes(STX)) return readFramed(wire, options);
  const charset = options.charset ?? 'auto';
  // An ETX without its STX still ends a record; an ETB joins two pieces of one. The other controls say nothing here.
  const plainBytes = wire
    .map((byte) => (byte === ETX ? LF : byte))
    .filter((byte) => byte >= 0x20 || byte === CR || byte === LF || byte === TAB || byte === ETB);
  const page = charset === 'auto' ? detectCharset(plainBytes, options.fallbackCharset ?? 'latin-1') : charset;
  let text: string;
  try {
    text = decodeText(plainBytes, page, options.findDecoder);
  } catch {
    text = decodeText(plainBytes, 'latin-1');
  }
  return parsePlainLis02Text(text, { ...options, charset: page });
}

/**
 * Messages of a plain text: one record a line, in whatever line ends; indentation, `#` comments and a byte order mark are
 * skipped. A leading frame number and a checksum line, left when control characters were stripped, are taken off and
 * checked.
 */
export function parsePlainLis02Text(text: string, options: Lis02Options = {}): readonly StoredLis02[] {
  const found: StoredLis02[] = [];
  let lines: string[] = [];
  let verdict: ChecksumVerdict = 'absent';
  const close = (isCut = false): void => {
    if (lines.length === 0) return;
    const message = parseLis02Lines(lines, { charset: 'utf-8', ...options, isCut });
    found.push({ message, checksum: verdict, isPartial: !message.isTerminated });
    lines = [];
    verdict = 'absent';
  };
  const all = plainLines(text);
  for (const line of all) {
    const delimiter = lines[0]?.charAt(1) || line.text.charAt(1) || DEFAULT_DELIMITERS.field;
    const begins = startDelimiter(line.text, lines.length === 0 ? null : delimiter) !== null;
    if (begins && lines.length > 0) close();
    if (lines.length === 0 && !begins && !isRecordLine(line.text, DEFAULT_DELIMITERS.field)) continue;
    lines.push(line.text);
    if (line.checksum !== null) verdict = worst(verdict === 'absent' ? 'ok' : verdict, line.checksum);
    if (/^[Ll]\s*$/.test(line.text.split(delimiter)[0]!)) close();
  }
  close(all.at(-1)?.checksum === null && !/[\r\n]\s*$/.test(text));
  return found;
}

interface PlainLine {
  /** Without indentation and frame number; blanks at the end are the last field's. */
  readonly text: string;
  readonly raw: string;
  readonly checksum: ChecksumVerdict | null;
}

/** Left where a logger wrote ETB, its checksum and the next frame's number into a record. */
const JOINT = '\u0017';
const CUT_BY_ETB = new RegExp(`${JOINT}(?:[0-9A-Fa-f]{2})?[\\r\\n]*[0-9]?`, 'g');

function plainLines(text: string): PlainLine[] {
  const lines: PlainLine[] = [];
  let delimiter = DEFAULT_DELIMITERS.field;
  for (const part of text
    .replace(/^\ufeff/, '')
    .replaceAll('\0', '')
    .replace(CUT_BY_ETB, JOINT)
    .split(/[\r\n]+/)) {
    const raw = part.trimStart();
    if (raw === '' || raw.startsWith('#')) continue;
    const last = lines.at(-1);
    if (/^[0-9A-Fa-f]{2}\s*$/.test(raw) && last !== undefined && /^[0-7][A-Za-z]/.test(last.raw)) {
      lines[lines.length - 1] = { ...last, checksum: verdictOf(last.raw, raw.trimEnd()) };
      continue;
    }
    delimiter = startDelimiter(raw.replace(/^[0-9]/, ''), delimiter) ?? delimiter;
    const isNumbered = /^[0-9][HPOCRQLMShpocrqlms]/.test(raw) && isRecordLine(raw.slice(1).trimEnd(), delimiter);
    lines.push({ text: (isNumbered ? raw.slice(1) : raw).replaceAll(JOINT, ''), raw, checksum: null });
  }
  return lines;
}

/** The sum of a stripped frame can only be tried: CR and ETX or ETB stood behind the text, or ETX alone. */
function verdictOf(numberedText: string, digits: string): ChecksumVerdict {
  if (numberedText.includes(JOINT)) return 'absent';
  const sum = [...numberedText].reduce((total, character) => total + character.charCodeAt(0), 0);
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

function worst(left: ChecksumVerdict, right: ChecksumVerdict): ChecksumVerdict {
  return RANK[Math.max(RANK.indexOf(left), RANK.indexOf(right))]!;
}

function readFramed(wire: Uint8Array, options: Lis02Options): readonly StoredLis02[] {
  const all = findStoredFrames(wire);
  const isCounting = countsOn(all);
  const frames = dropRepeats(all, isCounting);
  const found: StoredLis02[] = [];
  const assembler = new Lis02Assembler('ok');
  const take = (assembled: ReturnType<Lis02Assembler['drop']>, isCut = false): void => {
    if (assembled === null) return;
    const message = parseLis02(assembled.message, { ...options, isCut });
    if (message.records.length === 0) return;
    const checksum = assembled.message.refs.map((ref) => frames[ref]!.verdict).reduce(worst, 'ok');
    found.push({ message, checksum, isPartial: assembled.kind === 'partial' });
  };
  const takeRest = (): void => {
    const isCut = assembler.isInRecord;
    take(assembler.drop('ended-early'), isCut);
  };
  for (const [index, frame] of frames.entries()) {
    const before = frames[index - 1];
    if (before !== undefined && before.transfer !== frame.transfer) takeRest();
    // Two halves of different records must not become one: the rest of the lost one stays a stray line.
    else if (before !== undefined && isAfterGap(frame, before, isCounting)) assembler.add(LINE_END, 'ETX', index - 1);
    for (const assembled of assembler.add(frame.text, frame.end === 'ETB' ? 'ETB' : 'ETX', index)) take(assembled);
  }
  takeRest();
  return found;
}

const LINE_END = Uint8Array.of(CR);

import type { ChecksumVerdict } from '../signals.ts';
import { decodeText, detectCharset } from './charset.ts';
import { isRecordLine, type Lis02Message, type Lis02Options, parseLis02, parseLis02Lines } from './lis02.ts';
import { Lis02Assembler } from './lis02-assembler.ts';
import { DEFAULT_DELIMITERS } from './lis02-escape.ts';
import { findStoredFrames, type StoredFrame } from './stored-frames.ts';
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

const ENQ = 0x05;
const EOT = 0x04;
const STX = 0x02;

/** All messages of a stored file, in order. Never throws; a file that holds none gives an empty list. */
export function readStoredLis02(bytes: Uint8Array, options: Lis02Options = {}): readonly StoredLis02[] {
  const wire = bytes.includes(STX) ? bytes : (readAnnotatedTrace(bytes) ?? bytes);
  if (wire.includes(STX)) return readFramed(wire, options);
  const charset = options.charset ?? 'auto';
  const plainBytes = wire.filter((byte) => byte >= 0x20 || byte === 0x0d || byte === 0x0a || byte === 0x09);
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
 * skipped. A leading frame number and a checksum line, left when
 * control characters were stripped, are taken off and checked.
 */
export function parsePlainLis02Text(text: string, options: Lis02Options = {}): readonly StoredLis02[] {
  const found: StoredLis02[] = [];
  let lines: string[] = [];
  let verdict: ChecksumVerdict = 'absent';
  const close = (): void => {
    if (lines.length === 0) return;
    const message = parseLis02Lines(lines, { charset: 'utf-8', ...options });
    found.push({ message, checksum: verdict, isPartial: !message.isTerminated });
    lines = [];
    verdict = 'absent';
  };
  for (const line of plainLines(text)) {
    if (isStart(line.text) && lines.length > 0) close();
    if (lines.length === 0 && !isStart(line.text) && !isRecordLine(line.text, DEFAULT_DELIMITERS.field)) continue;
    const delimiter = lines[0]?.charAt(1) || line.text.charAt(1) || DEFAULT_DELIMITERS.field;
    lines.push(line.text);
    if (line.checksum !== null) verdict = worst(verdict === 'absent' ? 'ok' : verdict, line.checksum);
    if (/^[Ll]$/.test(line.text.split(delimiter)[0]!)) close();
  }
  close();
  return found;
}

interface PlainLine {
  /** Without indentation, trailing blanks and frame number. */
  readonly text: string;
  readonly raw: string;
  readonly checksum: ChecksumVerdict | null;
}

function plainLines(text: string): PlainLine[] {
  const lines: PlainLine[] = [];
  for (const part of text
    .replace(/^\ufeff/, '')
    .replaceAll('\0', '')
    .split(/[\r\n]+/)) {
    const trimmed = part.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const numbered = /^[0-7](?=[HPOCRQLMShpocrqlms](?:\||$))/.test(trimmed);
    const last = lines.at(-1);
    if (/^[0-9A-Fa-f]{2}$/.test(trimmed) && last !== undefined && /^[0-7][A-Za-z]/.test(last.raw.trim())) {
      lines[lines.length - 1] = { ...last, checksum: verdictOf(last.raw.trim(), trimmed) };
      continue;
    }
    lines.push({ text: numbered ? trimmed.slice(1) : trimmed, raw: part, checksum: null });
  }
  return lines;
}

/** The sum of a stripped frame can only be tried: CR and ETX or ETB stood behind the text, or ETX alone. */
function verdictOf(numberedText: string, digits: string): ChecksumVerdict {
  const sum = [...numberedText].reduce((total, character) => total + character.charCodeAt(0), 0);
  const wanted = Number.parseInt(digits, 16);
  return [0x0d + 0x03, 0x0d + 0x17, 0x03, 0x17].some((end) => ((sum + end) & 0xff) === wanted)
    ? 'line-ends-restored'
    : 'failed';
}

function isStart(line: string): boolean {
  return /^[Hh][^A-Za-z0-9\s]/.test(line);
}

const RANK: readonly ChecksumVerdict[] = ['ok', 'line-ends-restored', 'absent', 'failed'];

function worst(left: ChecksumVerdict, right: ChecksumVerdict): ChecksumVerdict {
  return RANK[Math.max(RANK.indexOf(left), RANK.indexOf(right))]!;
}

function readFramed(wire: Uint8Array, options: Lis02Options): readonly StoredLis02[] {
  const frames = dropRepeats(findStoredFrames(wire));
  const found: StoredLis02[] = [];
  const assembler = new Lis02Assembler('ok');
  const take = (assembled: ReturnType<Lis02Assembler['drop']>): void => {
    if (assembled === null) return;
    const message = parseLis02(assembled.message, options);
    if (message.records.length === 0) return;
    const checksum = assembled.message.refs.map((ref) => frames[ref]!.verdict).reduce(worst, 'ok');
    found.push({ message, checksum, isPartial: assembled.kind === 'partial' });
  };
  frames.forEach((frame, index) => {
    if (index > 0 && isTransferEndBetween(wire, frames[index - 1]!.endsAt, frame.startsAt))
      take(assembler.drop('ended-early'));
    for (const assembled of assembler.add(frame.text, frame.end, index)) take(assembled);
  });
  take(assembler.drop('ended-early'));
  return found;
}

function isTransferEndBetween(wire: Uint8Array, from: number, to: number): boolean {
  const between = wire.subarray(from, to);
  return between.includes(EOT) || between.includes(ENQ);
}

/** A frame that came again counts once: the damaged copy goes when a good one follows, a second good one always. */
function dropRepeats(frames: readonly StoredFrame[]): StoredFrame[] {
  return frames.filter((frame, index) => {
    const next = frames[index + 1];
    if (next === undefined || next.number !== frame.number || frame.number === null) return true;
    if (frame.verdict === 'failed' && next.verdict !== 'failed') return false;
    return !(frame.end === next.end && frame.text.length === next.text.length && sameText(frame, next));
  });
}

function sameText(left: StoredFrame, right: StoredFrame): boolean {
  return left.text.every((byte, index) => byte === right.text[index]);
}

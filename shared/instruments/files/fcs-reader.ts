import { concatBytes, latin1ToText } from '../../kernel/bytes.ts';
import type { ByteSource, FileBlock } from './byte-source.ts';
import { readFcsText } from './fcs-text.ts';

/** `FCS3.1`, four blanks, six offsets of eight characters. Source: FCS 2.0 and 3.x, HEADER segment. */
export const HEADER_BYTES = 58;

/** Longest TEXT taken (CellQuest writes 2 KB, FACSDiva some 20 KB). A longer one is no settings but something else. */
export const maxTextBytes = 2_097_152;

/** Data sets of one file that are read; more than one is rare ($NEXTDATA). */
const maxDataSets = 64;

/** Where the segments of one data set are, from its own beginning; inclusive ends as the format has them. */
export interface FcsHeader {
  readonly version: string;
  readonly text: Span | null;
  readonly data: Span | null;
}

export interface Span {
  readonly begin: number;
  readonly end: number;
}

/** The six numbers of a HEADER, or null where the bytes are no FCS header. Blanks and nonsense count as 0. */
export function readFcsHeader(bytes: Uint8Array): FcsHeader | null {
  if (bytes.length < HEADER_BYTES) return null;
  const head = latin1ToText(bytes.subarray(0, HEADER_BYTES));
  const version = head.slice(0, 6);
  if (!/^FCS\d\.\d$/.test(version)) return null;
  const offset = (index: number): number => {
    const text = head.slice(10 + index * 8, 18 + index * 8).trim();
    return /^\d{1,8}$/.test(text) ? Number(text) : 0;
  };
  return { version, text: span(offset(0), offset(1)), data: span(offset(2), offset(3)) };
}

/** A segment from its two offsets; null where they name none (0 and 0, or an end before the beginning). */
export function span(begin: number, end: number): Span | null {
  return Number.isSafeInteger(begin) && Number.isSafeInteger(end) && begin > 0 && end >= begin ? { begin, end } : null;
}

/**
 * The data sets of an FCS file, each as a block: HEADER, TEXT, supplemental TEXT, CR. Events are not read: a file of
 * any size costs its TEXT. A data set whose TEXT or DATA lies beyond the end of the file is partial; one whose TEXT is
 * missing altogether or too long ends the reading.
 */
export async function* readDataSets(source: ByteSource): AsyncGenerator<FileBlock> {
  let start = 0;
  for (let count = 0; count < maxDataSets; count += 1) {
    const head = await source.read(start, HEADER_BYTES);
    const header = readFcsHeader(head);
    if (header?.text == null) return;
    const text = await readSpan(source, start, header.text);
    if (text === null) return;
    const { keywords } = readFcsText(latin1ToText(text));
    const extra = await readSupplement(source, start, keywords, header.text);
    const data = dataSpan(header, keywords);
    const last = start + Math.max(header.text.end, data?.end ?? 0);
    yield {
      format: 'fcs',
      bytes: concatBytes([head.subarray(0, HEADER_BYTES), text, extra, Uint8Array.of(0x0d)]),
      isPartial: last >= source.size,
    };
    const next = numberOf(keywords, '$NEXTDATA');
    // Offsets grow; one that does not would go round for ever.
    if (next <= HEADER_BYTES || start + next >= source.size) return;
    start += next;
  }
}

/** DATA from the header, or from TEXT where the header has no room for it (offsets above 99,999,999). */
export function dataSpan(header: FcsHeader, keywords: ReadonlyMap<string, string>): Span | null {
  return header.data ?? span(numberOf(keywords, '$BEGINDATA'), numberOf(keywords, '$ENDDATA'));
}

/** A whole number of a keyword; 0 where it is missing or none. */
export function numberOf(keywords: ReadonlyMap<string, string>, name: string): number {
  const text = keywords.get(name)?.trim() ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

async function readSpan(source: ByteSource, start: number, { begin, end }: Span): Promise<Uint8Array | null> {
  const length = end - begin + 1;
  if (length > maxTextBytes) return null;
  return source.read(start + begin, length);
}

/** Supplemental TEXT is written like TEXT, with the same delimiter first. */
async function readSupplement(
  source: ByteSource,
  start: number,
  keywords: ReadonlyMap<string, string>,
  text: Span,
): Promise<Uint8Array> {
  const place = span(numberOf(keywords, '$BEGINSTEXT'), numberOf(keywords, '$ENDSTEXT'));
  // Some writers name TEXT itself as its supplement.
  if (place === null || place.begin === text.begin) return new Uint8Array();
  return (await readSpan(source, start, place)) ?? new Uint8Array();
}

import { dataSpan, type FcsHeader, HEADER_BYTES, numberOf, readFcsHeader, type Span } from './fcs-reader.ts';
import { type FcsText, readFcsText } from './fcs-text.ts';
import { macRomanToText } from './mac-roman.ts';

/** One data set of an FCS file without its events. */
export interface FcsDataSet {
  readonly header: FcsHeader;
  readonly keywords: ReadonlyMap<string, string>;
  readonly reading: FcsText['reading'];
  readonly parameters: readonly FcsParameter[];
  /** `$TOT`: events the file says it holds. Null where it does not say. */
  readonly eventCount: number | null;
  /** Bytes of one event by the widths of its parameters; null where they are no whole bytes or not numbers. */
  readonly eventBytes: number | null;
  readonly data: Span | null;
  /** `unknown`: `$BYTEORD` is none of the orders of the standard (`1` has been seen). */
  readonly byteOrder: 'little' | 'big' | 'unknown';
}

export interface FcsParameter {
  /** From 1, as in `$P1N`. */
  readonly index: number;
  readonly name: string;
  readonly stain: string;
  /** `$PnB` as written: bits, or `*`. */
  readonly width: string;
}

/** More would be no cytometer; a hostile `$PAR` must not cost memory. */
const maxParameters = 1_000;

/** Reads a block of `readDataSets`; null where it is none. Never throws. */
export function readFcsBlock(block: Uint8Array): FcsDataSet | null {
  const header = readFcsHeader(block);
  if (header?.text == null) return null;
  const textLength = header.text.end - header.text.begin + 1;
  // The block ends with CR, which is no part of the file.
  const body = block.subarray(HEADER_BYTES, Math.max(HEADER_BYTES, block.length - 1));
  const main = readFcsText(macRomanToText(body.subarray(0, textLength)));
  const extra = readFcsText(macRomanToText(body.subarray(textLength)));
  const keywords = new Map([...extra.keywords, ...main.keywords]);
  const parameters = parametersOf(keywords);
  const total = keywords.get('$TOT')?.trim() ?? '';
  return {
    header,
    keywords,
    reading: main.reading,
    parameters,
    eventCount: /^\d{1,12}$/.test(total) ? Number(total) : null,
    eventBytes: eventBytesOf(keywords, parameters),
    data: dataSpan(header, keywords),
    byteOrder: byteOrderOf(keywords.get('$BYTEORD') ?? ''),
  };
}

/**
 * Whether the length of DATA is what `$TOT` events of this width need. `cannot-tell` where the file does not say enough.
 */
export function checkEventCount({ eventCount, eventBytes, data }: FcsDataSet): 'fits' | 'differs' | 'cannot-tell' {
  if (eventCount === null || eventBytes === null) return 'cannot-tell';
  if (data === null) return eventCount === 0 ? 'fits' : 'cannot-tell';
  const length = data.end - data.begin + 1;
  // Some writers name the byte after the last one as the end.
  return length === eventCount * eventBytes || length === eventCount * eventBytes + 1 ? 'fits' : 'differs';
}

function parametersOf(keywords: ReadonlyMap<string, string>): FcsParameter[] {
  const count = Math.min(numberOf(keywords, '$PAR'), maxParameters);
  return Array.from({ length: count }, (_, at) => {
    const index = at + 1;
    const value = (letter: string): string => keywords.get(`$P${index}${letter}`)?.trim() ?? '';
    return { index, name: value('N'), stain: value('S'), width: value('B') };
  });
}

function eventBytesOf(keywords: ReadonlyMap<string, string>, parameters: readonly FcsParameter[]): number | null {
  const type = keywords.get('$DATATYPE')?.trim().toUpperCase() ?? '';
  if (parameters.length === 0) return null;
  if (type === 'F') return parameters.length * 4;
  if (type === 'D') return parameters.length * 8;
  let bits = 0;
  for (const { width } of parameters) {
    if (!/^\d{1,4}$/.test(width)) return null;
    // ASCII widths count characters, integer widths count bits.
    bits += type === 'A' ? Number(width) * 8 : Number(width);
  }
  return bits > 0 && bits % 8 === 0 ? bits / 8 : null;
}

function byteOrderOf(text: string): FcsDataSet['byteOrder'] {
  const order = text.split(',').map((part) => Number(part.trim()));
  if (order.length < 2) return 'unknown';
  if (order.every((byte, index) => byte === index + 1)) return 'little';
  return order.every((byte, index) => byte === order.length - index) ? 'big' : 'unknown';
}

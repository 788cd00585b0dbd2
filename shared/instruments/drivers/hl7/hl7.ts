import { decodeText, detectCharset } from '../../protocols/charset.ts';
import { DEFAULT_HL7_DELIMITERS, type Hl7Delimiters, unescapeHl7 } from '../../protocols/hl7-escape.ts';

/**
 * HL7 v2 messages: the bytes of one block -> segments with their raw fields (HL7 v2.5.1 chapter 2). Nothing is dropped:
 * unknown segments are kept, lines that are no segments stand beside them. Fields stay as sent; `leafOf` gives unescaped
 * text. Segments end with CR; LF and CR LF are taken too, because analyzers send them.
 */

export interface Hl7Segment {
  /** `MSH`, `OBX`, ...: three characters. */
  readonly id: string;
  /** Fields as sent, numbered as HL7 does: `fields[1]` is OBX-1; in MSH `fields[1]` is the separator itself. */
  readonly fields: readonly string[];
  readonly text: string;
}

/** A line that is no segment, and the segment of its message it came after (-1: before the first). */
export interface Hl7StrayLine {
  readonly after: number;
  readonly text: string;
}

export interface Hl7Message {
  readonly delimiters: Hl7Delimiters;
  readonly segments: readonly Hl7Segment[];
  readonly strayLines: readonly Hl7StrayLine[];
  /** Whether it begins with MSH; without one the separators are the recommended ones. */
  readonly hasHeader: boolean;
}

/** Bytes of a block as text: the named code page, or for `auto` UTF-8 where the bytes are that, else Latin-1. Never throws. */
export function readHl7Text(bytes: Uint8Array, charset = 'auto'): string {
  const named = charset === 'auto' ? detectCharset(bytes, 'latin-1') : charset;
  try {
    return decodeText(bytes, named);
  } catch {
    return decodeText(bytes, 'latin-1');
  }
}

/** Segments that open a batch or a file, and those that close one; they belong to no message. */
const BATCH_HEADS: ReadonlySet<string> = new Set(['FHS', 'BHS']);
const BATCH_TAILS: ReadonlySet<string> = new Set(['BTS', 'FTS']);

/**
 * The messages of a text, in order. Each MSH opens one; what stands before the first MSH is a message of its own without
 * a header, where it holds segments at all. Never throws.
 */
export function parseHl7Text(text: string): Hl7Message[] {
  const messages: Hl7Message[] = [];
  let segments: Hl7Segment[] = [];
  let strayLines: Hl7StrayLine[] = [];
  let delimiters = DEFAULT_HL7_DELIMITERS;
  const close = (): void => {
    if (segments.length > 0) {
      messages.push({ delimiters, segments, strayLines, hasHeader: segments[0]?.id === 'MSH' });
    }
    segments = [];
    strayLines = [];
  };
  for (const line of text.split(/[\r\n]+/)) {
    const body = line.trimStart();
    if (body === '') continue;
    const declared = readHl7Delimiters(body);
    if (declared !== null) {
      close();
      delimiters = declared;
    }
    const segment = parseSegment(body, delimiters);
    if (segment === null) strayLines.push({ after: segments.length - 1, text: line });
    else if (!BATCH_HEADS.has(segment.id) && !BATCH_TAILS.has(segment.id)) segments.push(segment);
  }
  close();
  return messages;
}

/**
 * The separators an MSH (or FHS, BHS) segment declares: the character behind the name, then component, repeat, escape,
 * sub-component as far as given. Null for any other line, and where a letter or digit stands for a separator.
 */
export function readHl7Delimiters(line: string): Hl7Delimiters | null {
  if (!/^(?:MSH|FHS|BHS)[!-/:-@[-`{-~]/.test(line)) return null;
  const field = line.charAt(3);
  const declared = line.slice(4).split(field, 1)[0] ?? '';
  if (/[A-Za-z0-9\s]/.test(declared)) return { ...DEFAULT_HL7_DELIMITERS, field };
  const sign = (index: number, fallback: string): string => declared.charAt(index) || fallback;
  return {
    field,
    component: sign(0, DEFAULT_HL7_DELIMITERS.component),
    repeat: sign(1, DEFAULT_HL7_DELIMITERS.repeat),
    escapeSign: sign(2, DEFAULT_HL7_DELIMITERS.escapeSign),
    subcomponent: sign(3, DEFAULT_HL7_DELIMITERS.subcomponent),
  };
}

function parseSegment(line: string, delimiters: Hl7Delimiters): Hl7Segment | null {
  const id = line.slice(0, 3);
  if (!/^[A-Z][A-Z0-9]{2}$/.test(id)) return null;
  if (line.length > 3 && line.charAt(3) !== delimiters.field) return null;
  const fields = line.split(delimiters.field);
  // MSH-1 is the separator itself (HL7 v2.5.1 2.15.9.1), so everything behind it moves by one.
  if (id === 'MSH') fields.splice(1, 0, delimiters.field);
  return { id, fields, text: line };
}

/** What is wrong with a batch (HL7 v2.5.1 2.10.3); its messages are read all the same. */
export type Hl7BatchFault = 'batch-header-twice' | 'segment-before-header' | 'batch-count-differs';

/**
 * The first fault of a batch's segment texts: a second BHS, a segment before the first MSH, or a BTS-1 that is not the
 * number of messages. Null for a sound batch, and for text that is no batch.
 */
export function findHl7BatchFault(segments: readonly string[]): Hl7BatchFault | null {
  let messageCount = 0;
  let headCount = 0;
  for (const segment of segments) {
    const id = segment.slice(0, 3);
    if (id === 'BHS') {
      headCount += 1;
      if (headCount > 1) return 'batch-header-twice';
    } else if (id === 'MSH') messageCount += 1;
    else if (headCount > 0 && id === 'BTS') {
      const told = /^BTS.(\d{1,6})/.exec(segment)?.[1];
      if (told !== undefined && Number(told) !== messageCount) return 'batch-count-differs';
    } else if (headCount > 0 && messageCount === 0) return 'segment-before-header';
  }
  return null;
}

/** A field as sent; empty where there is none. */
export function fieldOf(segment: Hl7Segment | undefined, field: number): string {
  return segment?.fields[field] ?? '';
}

export interface LeafPlace {
  readonly field: number;
  /** All from 1. */
  readonly repeat?: number;
  readonly component?: number;
  readonly subcomponent?: number;
}

/**
 * One leaf, unescaped. Without a component the first one; without a sub-component the whole component. MSH-1 and MSH-2
 * come as they are, they declare what would split them.
 */
export function leafOf(segment: Hl7Segment | undefined, place: LeafPlace, delimiters: Hl7Delimiters): string {
  const raw = fieldOf(segment, place.field);
  if (segment?.id === 'MSH' && place.field <= 2) return raw;
  const repeat = raw.split(delimiters.repeat)[(place.repeat ?? 1) - 1] ?? '';
  const component = repeat.split(delimiters.component)[(place.component ?? 1) - 1] ?? '';
  if (place.subcomponent === undefined) return unescapeHl7(component, delimiters);
  return unescapeHl7(component.split(delimiters.subcomponent)[place.subcomponent - 1] ?? '', delimiters);
}

/** What a message is for, by MSH-9 (`ORU^R01`) and, where that says nothing, by its segments. */
export type Hl7Purpose = 'results' | 'query' | 'order' | 'answer' | 'other';

const PURPOSES: Readonly<Record<string, Hl7Purpose>> = {
  ORU: 'results',
  OUL: 'results',
  OPU: 'results',
  QRY: 'query',
  QBP: 'query',
  ORM: 'order',
  OML: 'order',
  OMG: 'order',
  ORR: 'answer',
  ORL: 'answer',
  ACK: 'answer',
  RSP: 'answer',
  QCK: 'answer',
  DSR: 'answer',
};

/** See `Hl7Purpose`. */
export function purposeOf(message: Hl7Message): Hl7Purpose {
  const header = message.hasHeader ? message.segments[0] : undefined;
  const type = leafOf(header, { field: 9 }, message.delimiters).toUpperCase();
  const known = PURPOSES[type];
  if (known !== undefined) return known;
  return message.segments.some((segment) => segment.id === 'OBX') ? 'results' : 'other';
}

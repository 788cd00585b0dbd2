import type { InstrumentDefinition } from '../../definition.ts';
import { findEntry } from '../../error-book.ts';
import type { Note } from '../../mapping/lis02-notes.ts';
import { hideKnown, maskResultValue } from '../../mapping/mask-value.ts';
import { isKnownTest, isOffScale, understandResult, viewTest } from '../../mapping/result-meaning.ts';
import { unescapeHl7 } from '../../protocols/hl7-escape.ts';
import type { ErrorSignal, ResultSignal } from '../../signals.ts';
import { fieldOf, type Hl7Message, type Hl7Segment, leafOf } from './hl7.ts';
import { isKnownSegment } from './hl7-identity.ts';
import { type Hl7Scope, readFirstPlace } from './hl7-specimen.ts';
import type { Hl7Mapping } from './schema.ts';

/** OBX-11 letters of HL7 table 0085; anything else there is no status. */
const RESULT_STATUSES = 'CDFINOPRSUWXBVA';
/** OBX-2 types whose value is a picture, a curve or a pointer to one. */
const PICTURE_TYPES: ReadonlySet<string> = new Set(['ED', 'RP']);

export interface ReadHl7Result {
  readonly code: string;
  /** What each flag of OBX-8 is called: its first component. */
  readonly flags: readonly string[];
  readonly isKnownTest: boolean;
  readonly isOffScale: boolean;
  readonly measured: Pick<
    ResultSignal,
    'test' | 'rawValue' | 'unit' | 'flags' | 'status' | 'analyte' | 'value' | 'meaning' | 'completedAt'
  >;
}

/** One OBX: as sent, and as the definition understands it. */
export function readHl7Result(
  segment: Hl7Segment,
  scope: Hl7Scope,
  message: Hl7Message,
  mapping: Hl7Mapping,
  known: readonly string[],
): ReadHl7Result {
  const { delimiters } = message;
  const components = fieldOf(segment, 3).split(delimiters.component);
  const codes = mapping.testComponents.map((one) => unescapeHl7(components[one - 1] ?? '', delimiters).trim());
  const code = codes.find((one) => one !== '') ?? '';
  const rawFlags = fieldOf(segment, 8) === '' ? [] : fieldOf(segment, 8).split(delimiters.repeat);
  const flags = rawFlags.map((flag) => (flag.split(delimiters.component)[0] ?? '').trim());
  const type = leafOf(segment, { field: 2 }, delimiters).toUpperCase();
  const viewed = viewTest(code, mapping);
  const isPicture = viewed.group === null && PICTURE_TYPES.has(type);
  const rawValue = fieldOf(segment, 5);
  const understood = understandResult(
    valueText(rawValue, type, message, mapping),
    flags,
    isPicture ? { ...viewed, group: 'image' } : viewed,
    mapping,
    delimiters.component,
  );
  return {
    code,
    flags,
    isKnownTest: isPicture || isKnownTest(viewed, mapping),
    isOffScale: isOffScale(viewed, understood.value),
    measured: {
      test: fieldOf(segment, 3),
      rawValue: maskResultValue(rawValue, known),
      unit: fieldOf(segment, 6),
      flags: rawFlags.map((flag) => hideKnown(flag, known)),
      status: fieldOf(segment, 11),
      analyte: viewed.analyte,
      value: understood.value,
      meaning: understood.meaning,
      completedAt: readFirstPlace(scope, mapping.completedAt, message),
    },
  };
}

/**
 * The part of OBX-5 that may be a number. A structured numeric (SN, HL7 v2.5.1 2.A.71) is comparator, number, separator,
 * number: one number with its comparator counts, a range or a ratio does not.
 */
function valueText(raw: string, type: string, { delimiters }: Hl7Message, mapping: Hl7Mapping): string {
  if (mapping.valueComponent !== null) {
    const [first = ''] = raw.split(delimiters.repeat);
    return unescapeHl7(first.split(delimiters.component)[mapping.valueComponent - 1] ?? '', delimiters);
  }
  if (type !== 'SN') return raw;
  const [comparator = '', number = '', ...rest] = raw.split(delimiters.component).map((part) => part.trim());
  if (rest.some((part) => part !== '')) return raw;
  return `${comparator === '=' ? '' : comparator}${number}`;
}

/**
 * Error codes that travel in OBX-8 as `code^text^coding system`, where the definition says that this coding system is the
 * instrument's own and the code is no flag. Title and severity are the book's where it has the code, else as sent.
 */
export function readFlagErrors(
  definition: InstrumentDefinition,
  mapping: Hl7Mapping,
  segment: Hl7Segment,
  { delimiters }: Hl7Message,
  known: readonly string[],
): Pick<ErrorSignal, 'code' | 'text' | 'severity' | 'affectsResults'>[] {
  return fieldOf(segment, 8)
    .split(delimiters.repeat)
    .flatMap((flag) => {
      const [code = '', text = '', system = ''] = flag
        .split(delimiters.component)
        .map((part) => unescapeHl7(part, delimiters).trim());
      if (code === '' || !mapping.errorSystems.includes(system) || Object.hasOwn(mapping.flags, code)) return [];
      const entry = findEntry(definition.errorBook, code);
      return [
        {
          code,
          text: hideKnown(text === '' ? (entry?.title ?? code) : text, known),
          severity: entry?.severity ?? 'warn',
          affectsResults: entry?.affectsResults ?? 'flagged',
        },
      ];
    });
}

/** What a segment holds that nobody told us the meaning of. */
export function noteHl7Segment(segment: Hl7Segment, index: number): Note[] {
  if (!isKnownSegment(segment.id)) return [{ what: `segment ${segment.id}`, record: index }];
  if (segment.id === 'NTE' && fieldOf(segment, 3).trim() !== '') return [{ what: 'comment', record: index }];
  return [];
}

/** What is odd about a result: no order above it, a code or a flag nobody listed, a status that is none. */
export function noteHl7Result(
  segment: Hl7Segment,
  index: number,
  result: ReadHl7Result,
  about: { readonly hasOrder: boolean; readonly errorCodes: readonly string[] },
  mapping: Hl7Mapping,
): Note[] {
  const notes: Note[] = [];
  const status = fieldOf(segment, 11).trim();
  if (!result.isKnownTest) notes.push({ what: `test ${result.code}`, record: index });
  if (result.isOffScale) notes.push({ what: `beyond-scale ${result.code}`, record: index });
  if (!about.hasOrder) notes.push({ what: 'result-without-order', record: index });
  if (status !== '' && !(status.length === 1 && RESULT_STATUSES.includes(status.toUpperCase()))) {
    notes.push({ what: 'status OBX.11', record: index });
  }
  for (const flag of result.flags) {
    if (flag !== '' && !Object.hasOwn(mapping.flags, flag) && !about.errorCodes.includes(flag)) {
      notes.push({ what: `flag ${flag.slice(0, 20)}`, record: index });
    }
  }
  return notes;
}

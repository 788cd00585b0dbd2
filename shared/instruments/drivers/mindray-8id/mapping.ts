import { latin1ToText } from '../../../kernel/bytes.ts';
import type { InstrumentDefinition } from '../../definition.ts';
import { type FieldRecord, listFields, type PlacedField, readFieldNumber } from '../../field-map.ts';
import { emptyState, type Interpretation, type MappingContext } from '../../mapping/context.ts';
import { countShownCharacters } from '../../mapping/identity-policy.ts';
import { nameControls } from '../../mapping/mask-bytes.ts';
import { hideUnknown } from '../../mapping/mask-value.ts';
import { matchesAny } from '../../mapping/pattern.ts';
import { signalBase } from '../../mapping/signal-base.ts';
import type { Signal } from '../../signals.ts';
import type { Mindray8idMapping } from './schema.ts';

/** What a column holds that says nothing: zeros, suppressed digits, blanks. */
const QUIET = /^[ 0*]*$/;
const SAMPLE = 'A';
/** What may stand in any column but that of the id. */
const DIGITS = /^[\d* ]*$/;

/**
 * Whether a block can be read: a sample must be as long as its columns and hold digits only behind its id, or every value
 * could be another's. The format has no checksum. Of the controls no columns are published.
 */
export function isWhole(block: Uint8Array, { fieldMap }: Mindray8idMapping): boolean {
  const text = latin1ToText(block);
  if (!text.startsWith(SAMPLE)) return true;
  const sample = fieldMap.records.sample;
  if (sample === undefined || text.length - 1 !== sample.size) return false;
  const id = listFields(sample).find(({ kind }) => kind === 'specimen');
  const behind = id === undefined ? text.slice(1) : text.slice(1 + id.last + 1);
  return DIGITS.test(behind);
}

/** Reads one record by the columns of the definition's field map. */
export function interpretMindray8id(
  definition: InstrumentDefinition,
  mapping: Mindray8idMapping,
  block: Uint8Array,
  context: MappingContext,
): Interpretation {
  const base = signalBase(definition, context);
  const text = latin1ToText(block);
  const sample = text.startsWith(SAMPLE) && isWhole(block, mapping) ? mapping.fieldMap.records.sample : undefined;
  const masked = maskRecord(block, mapping);
  const unmapped = (what: string, raw: string): Signal => ({ kind: 'unmapped', ...base, what, raw: raw.slice(0, 200) });
  const textOf = ({ first, last }: PlacedField): string => text.slice(1 + first, 1 + last + 1);
  const sent = (kind: PlacedField['kind']): string => {
    const field = sample === undefined ? undefined : listFields(sample).find((one) => one.kind === kind);
    return field === undefined ? '' : textOf(field).trim();
  };
  const id = sent('specimen').replaceAll('*', '');
  const specimen = id === '' || /^0+$/.test(id) ? null : context.hashSpecimen(id);
  const completedAt = /^\d{12}$/.test(sent('date')) ? sent('date') : '';
  const signals = (sample === undefined ? [] : listFields(sample)).flatMap((field): Signal[] => {
    const raw = textOf(field);
    if (field.kind === 'unmapped' && !QUIET.test(raw)) return [unmapped(`field sample ${field.position}`, raw)];
    if (field.kind !== 'result') return [];
    const isMissing = matchesAny(mapping.fieldMap.noResult, raw.trim()) || raw.trim() === '';
    const value = isMissing ? null : readFieldNumber(raw, field);
    const { test, unit, analyte } = field;
    const meaning = value === null ? 'no-result' : 'not-flagged';
    const measured = { test, rawValue: raw, unit, flags: [], status: '', analyte, value, meaning, completedAt };
    return [{ kind: 'result', ...base, ...measured, specimen }];
  });
  if (sample === undefined) signals.push(unmapped(`record ${/^[A-Z]/.exec(text)?.[0] ?? ''}`.trim(), masked));
  const resultCount = signals.filter(({ kind }) => kind === 'result').length;
  const message: Signal = {
    kind: 'message',
    ...base,
    protocol: 'mindray-8id',
    purpose: resultCount > 0 ? 'results' : 'other',
    recordCount: 1,
    resultCount,
    isResend: context.isResend ?? false,
    isPartial: context.isPartial ?? false,
    specimen,
    sender: null,
  };
  return {
    signals: [message, ...signals],
    maskedRecords: [masked],
    // Decision 4's key: whose it is and when it was measured.
    key: completedAt === '' ? null : [specimen?.hash ?? '', completedAt, resultCount].join('|'),
    isRepeat: false,
    state: context.state ?? emptyState,
  };
}

/** A record with its id hidden but for its tail; of one that is not whole, and of controls, everything is hidden. */
export function maskRecord(block: Uint8Array, mapping: Mindray8idMapping): string {
  const text = latin1ToText(block);
  const sample = mapping.fieldMap.records.sample;
  if (sample === undefined || !text.startsWith(SAMPLE) || !isWhole(block, mapping)) {
    return nameControls(`${/^[A-C]/.exec(text)?.[0] ?? ''}${hideUnknown(text.replace(/^[A-C]/, ''))}`);
  }
  return nameControls(SAMPLE + maskColumns(text.slice(1), sample));
}

function maskColumns(columns: string, sample: FieldRecord): string {
  const id = listFields(sample).find(({ kind }) => kind === 'specimen');
  if (id === undefined) return columns;
  const padded = columns.slice(id.first, id.last + 1);
  const sent = padded.trim();
  const shown = countShownCharacters(sent);
  const start = padded.indexOf(sent);
  const hidden = '*'.repeat(sent.length - shown) + sent.slice(sent.length - shown);
  const field = padded.slice(0, start) + hidden + padded.slice(start + sent.length);
  return columns.slice(0, id.first) + field + columns.slice(id.last + 1);
}

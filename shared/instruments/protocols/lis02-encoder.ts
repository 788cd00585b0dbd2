import { DEFAULT_DELIMITERS, type EscapeDialect, escapeLeaf, type Lis02Delimiters } from './lis02-escape.ts';

/** Field values -> LIS02 records, for the simulators. */

export type Lis02Scalar = string | number | null;
/** A field: one value, components, or repeats of components. Null and `''` are empty, 0 is a value. */
export type Lis02FieldValue = Lis02Scalar | readonly Lis02Scalar[] | readonly (readonly Lis02Scalar[])[];

export interface EncodeOptions {
  readonly delimiters?: Lis02Delimiters;
  readonly dialect?: EscapeDialect;
}

interface Encoding {
  readonly delimiters: Lis02Delimiters;
  readonly dialect: EscapeDialect;
}

/** One record without its CR. Empty fields at the end are kept: receivers treat both notations alike. */
export function encodeLis02Record(fields: readonly Lis02FieldValue[], options: EncodeOptions = {}): string {
  const encoding = withDefaults(options);
  return fields.map((field) => encodeField(field, encoding)).join(encoding.delimiters.field);
}

/** An H record: type, delimiter definition, and the fields from the third on. */
export function encodeLis02Header(fields: readonly Lis02FieldValue[] = [], options: EncodeOptions = {}): string {
  const { delimiters } = withDefaults(options);
  const definition = `H${delimiters.field}${delimiters.repeat}${delimiters.component}${delimiters.escapeSign}`;
  return fields.length === 0 ? definition : definition + delimiters.field + encodeLis02Record(fields, options);
}

/** Components of one repeat; empty ones at the end are left out (LIS02-A2 5.4.6). */
export function encodeComponents(components: readonly Lis02Scalar[], options: EncodeOptions = {}): string {
  const { delimiters, dialect } = withDefaults(options);
  const texts = components.map((component) => escapeLeaf(textOf(component), delimiters, dialect));
  while (texts.at(-1) === '') texts.pop();
  return texts.join(delimiters.component);
}

export function encodeRepeats(repeats: readonly (readonly Lis02Scalar[])[], options: EncodeOptions = {}): string {
  return repeats.map((repeat) => encodeComponents(repeat, options)).join(withDefaults(options).delimiters.repeat);
}

function encodeField(field: Lis02FieldValue, encoding: Encoding): string {
  if (!Array.isArray(field)) return escapeLeaf(textOf(field as Lis02Scalar), encoding.delimiters, encoding.dialect);
  const isRepeated = field.some((part) => Array.isArray(part));
  return isRepeated
    ? encodeRepeats(field as readonly (readonly Lis02Scalar[])[], encoding)
    : encodeComponents(field as readonly Lis02Scalar[], encoding);
}

function textOf(value: Lis02Scalar): string {
  return value === null ? '' : String(value);
}

function withDefaults(options: EncodeOptions): Encoding {
  return { delimiters: options.delimiters ?? DEFAULT_DELIMITERS, dialect: options.dialect ?? 'standard' };
}

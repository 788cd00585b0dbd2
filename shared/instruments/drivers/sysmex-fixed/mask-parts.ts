import { listFields, type PlacedField } from '../../field-map.ts';
import { countShownCharacters } from '../../mapping/identity-policy.ts';
import { matchesAny } from '../../mapping/pattern.ts';
import { type FixedPart, textOf } from './parts.ts';

/**
 * What of the fixed-length text may be seen. A field shows what can be nothing but its kind: columns slip, and a name in a
 * number's place is still a name. What no field names, and every picture, is hidden.
 */
const SHAPES: Partial<Readonly<Record<PlacedField['kind'], RegExp>>> = {
  result: /^[ *+-]*\d{0,7}[ *+-]*$/,
  flag: /^[ \dA-Z]$/,
  ignored: /^[ \d.A-Z]{0,4}$/,
  unmapped: /^[ 0*]*$/,
  sequence: /^[ \d]{1,10}$/,
  'specimen-type': /^[ \dA-Z]$/,
  'message-type': /^[A-Z\d. ]{1,10}$/,
  date: /^ *\d{6,14} *$/,
  time: /^ *\d{4,6} *$/,
  rack: /^[ \d]{1,8}$/,
  tube: /^[ \d]{1,2}$/,
  'read-by': /^[ \dA-Z]$/,
};

/** A part as it may be seen, character for character; `models` are the patterns of the models the map is written for. */
export function maskPart(part: FixedPart, models: readonly string[]): string {
  const data = [...part.data.replace(/[^ ]/g, '*')];
  const write = (at: number, text: string): void => {
    for (let index = 0; index < text.length && at + index < data.length; index += 1)
      data[at + index] = text[index] ?? '*';
  };
  for (const field of part.record === null ? [] : listFields(part.record)) {
    const text = textOf(part, field);
    if (text !== '') write(field.first, maskField(field, text, models));
  }
  return maskPrefix(part.prefix) + data.join('');
}

/** One field as it may be seen, of the same length. */
export function maskField(field: PlacedField, text: string, models: readonly string[]): string {
  const hidden = text.replace(/[^ ]/g, '*');
  if (field.kind === 'specimen') return maskKeeping(text);
  if (field.kind === 'model') {
    const isKnown = matchesAny(models, (text.split('^')[0] ?? '').trim()) && /^[A-Za-z0-9 ^.-]*$/.test(text);
    return isKnown ? text : hidden;
  }
  return SHAPES[field.kind]?.test(text) === true ? text : hidden;
}

/** Hides a specimen id but for its last characters. */
function maskKeeping(text: string): string {
  const id = text.trim();
  if (id === '') return text;
  const start = text.indexOf(id);
  const hidden = id.length - countShownCharacters(id);
  return text.slice(0, start) + '*'.repeat(hidden) + text.slice(start + hidden);
}

/** Names and sizes of records are the maker's words. */
function maskPrefix(prefix: string): string {
  return /^[A-Z\d ()-]*$/i.test(prefix) ? prefix : prefix.replace(/[^ ]/g, '*');
}

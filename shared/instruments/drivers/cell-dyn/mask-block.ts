import { type FieldMap, type FieldRecord, fieldAt, findRecord, type PlacedField } from '../../field-map.ts';
import { countShownCharacters } from '../../mapping/identity-policy.ts';
import { matchesAny } from '../../mapping/pattern.ts';
import type { Cell, CellDynBlock } from './block.ts';

/**
 * What of a block may be seen. A field shows what can be nothing but its kind: a map that does not fit the analyzer puts
 * names where numbers are expected, and a name in a number's place is still a name.
 */

/** Filling of an empty field (`----`, `--/--/----`, `--:--`), blanks, nothing. */
const EMPTY = /^[-/:. ]*$/;
/** A value, a counter, a flag, a mark in a value's place; longer numbers may be an id. */
const SHORT_NUMBER = /^[ .+*<>-]*(?:\d[ .+*<>-]*){0,6}$/;

const SHAPES: Partial<Readonly<Record<PlacedField['kind'], RegExp>>> = {
  result: SHORT_NUMBER,
  flag: SHORT_NUMBER,
  ignored: SHORT_NUMBER,
  unmapped: SHORT_NUMBER,
  sequence: /^ *\d{1,8} *$/,
  'specimen-type': /^ *\d{1,2} *$/,
  'message-type': /^[A-Z0-9 ]{1,4}$/,
  date: /^ *\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4} *$/,
  time: /^ *\d{1,2}:\d{2}(?::\d{2})? *$/,
  model: /^ *[A-Z]{1,6}[ -]?\d{2,5}[A-Z0-9]{0,3} *$/,
};

/** Whether an empty field, or nothing at all. */
export function isEmptyCell({ text }: Cell): boolean {
  return EMPTY.test(text);
}

/**
 * The record of the map that a block is, known by its message type; a record without a type to know it by (`match` is
 * null) takes every block that no other takes. Null for a type that nobody knows.
 */
export function recordOf(map: FieldMap, { cells }: CellDynBlock): { key: string; record: FieldRecord } | null {
  const found = findRecord(map, (first) => cells[first]?.text ?? '');
  if (found !== undefined) return found;
  const open = Object.entries(map.records).find(([, record]) => record.match === null);
  return open === undefined ? null : { key: open[0], record: open[1] };
}

/** Patterns of the models that the map is written for; the serial number shows only behind one of them. */
export type KnownModels = readonly string[];

/** The fields of a block, each masked to the same length. `record` is null for a message of a type nobody knows. */
export function maskCells(block: CellDynBlock, record: FieldRecord | null, models: KnownModels): string[] {
  const isKnownModel = block.cells.some(
    (cell, place) =>
      record !== null && fieldAt(record, place)?.kind === 'model' && matchesAny(models, cell.text.trim()),
  );
  return block.cells.map((cell, place) => {
    if (isEmptyCell(cell)) return cell.raw;
    const field = record === null ? undefined : fieldAt(record, place);
    // The type of a message is told even where nobody knows it: three letters that name no one.
    const kind = field?.kind ?? (place === 0 ? 'message-type' : 'unmapped');
    if (kind === 'specimen') return maskKeeping(cell.raw, countShownCharacters(cell.text.trim()));
    if (kind === 'serial-number' || kind === 'software') {
      return isKnownModel && /^[A-Za-z0-9 ._-]{1,20}$/.test(cell.text) ? cell.raw : maskKeeping(cell.raw, 0);
    }
    if (record === null && kind === 'unmapped') return maskKeeping(cell.raw, 0);
    const shape = SHAPES[kind];
    const isText = cell.isQuoted && (kind === 'unmapped' || kind === 'ignored');
    return shape?.test(cell.text) === true && !isText ? cell.raw : maskKeeping(cell.raw, 0);
  });
}

/** Hides a field but for its quotes, the blanks around it, and its last characters. */
function maskKeeping(raw: string, shown: number): string {
  const [, before = '', core = '', after = ''] = /^([ "]*)(.*?)([ "]*)$/s.exec(raw) ?? [];
  return `${before}${'*'.repeat(core.length - Math.min(shown, core.length))}${shown === 0 ? '' : core.slice(-shown)}${after}`;
}

import type { InstrumentDefinition } from '../../../shared/instruments/definition.ts';
import { findDriver } from '../../../shared/instruments/drivers/all.ts';
import { type FieldMap, fieldAt, fieldStatus, findRecord, listFields } from '../../../shared/instruments/field-map.ts';
import type { LivePosition, Unnamed } from '../../../shared/modules/definitions/contract.ts';
import type { StoredMessage } from '../../store/types.ts';

/** So many examples of one place help; more are the same again. */
const MOST_EXAMPLES = 3;
/** Positions of one message that are shown: curves and spare columns run to thousands. */
const MOST_POSITIONS = 400;

export function fieldMapOf({ mapping }: InstrumentDefinition): FieldMap | null {
  return 'fieldMap' in mapping ? mapping.fieldMap : null;
}

/**
 * What the newest messages hold that has no name: tests by their code, positions by record and place. Newest message first;
 * nothing but what the masked signals say is shown.
 */
export function listUnnamed(messages: readonly StoredMessage[], definition: InstrumentDefinition): Unnamed[] {
  const found = new Map<string, { examples: string[]; messages: Set<string> }>();
  const isTestNamed = 'analytes' in definition.mapping;
  const map = fieldMapOf(definition);
  for (const { messageId, signals } of messages) {
    for (const signal of signals) {
      if (signal.kind !== 'unmapped') continue;
      const place = placeOf(signal.what, map);
      if (place === null || (place.startsWith('test ') && !isTestNamed)) continue;
      const entry = found.get(place) ?? { examples: [], messages: new Set() };
      if (entry.examples.length < MOST_EXAMPLES && !entry.examples.includes(signal.raw))
        entry.examples.push(signal.raw);
      entry.messages.add(messageId);
      found.set(place, entry);
    }
  }
  return [...found].map(([place, { examples, messages: seen }]) => ({
    place,
    kind: place.startsWith('test ') ? 'test' : 'position',
    examples,
    messageCount: seen.size,
    askWhere: place.startsWith('test ') ? '' : (map?.askWhere ?? ''),
  }));
}

/** `test XYZ`, or `field count 31-999` for `field 31-999`; null for what no name helps (a stray line, a comment). */
function placeOf(what: string, map: FieldMap | null): string | null {
  if (what.startsWith('test ')) return what;
  const [, record, position] = /^field (?:([A-Za-z0-9-]+) )?(\d+(?:-\d+)?)$/.exec(what) ?? [];
  if (position === undefined || map === null) return null;
  const keys = Object.keys(map.records);
  const key =
    record ?? keys.find((each) => listFields(map.records[each]!).some((field) => field.position === position));
  return key === undefined || !keys.includes(key) ? null : `field ${key} ${position}`;
}

/**
 * The newest message position by position, masked, with what the map says of each. Empty where the definition has no map,
 * or the message is none of its records.
 */
export function readPositions(masked: readonly string[], definition: InstrumentDefinition): LivePosition[] {
  const map = fieldMapOf(definition);
  if (map === null || findDriver(definition) === null) return [];
  for (const text of masked) {
    const fields = splitFields(text);
    const found = findRecord(map, (first, last) =>
      first === last ? unquote(fields[first] ?? '') : text.slice(first, last + 1),
    );
    if (found === undefined) continue;
    const { key, record } = found;
    const named = (place: number, position: string, shows: string): LivePosition => {
      const entry = fieldAt(record, place);
      return {
        place: `field ${key} ${position}`,
        position,
        shows,
        name: entry?.name ?? '',
        kind: entry?.kind ?? 'unmapped',
        test: entry?.test ?? '',
        analyte: entry?.analyte ?? null,
        unit: entry?.unit ?? '',
        status: entry === undefined ? 'none' : fieldStatus(entry),
      };
    };
    if (record.layout === 'delimited') {
      return fields
        .slice(0, MOST_POSITIONS)
        .map((shows, place) => named(place, String(place + record.countFrom), unquote(shows)));
    }
    return listFields(record)
      .slice(0, MOST_POSITIONS)
      .map(({ first, last, position }) => named(first, position, text.slice(first, last + 1)));
  }
  return [];
}

/** Commas inside quotes are text. */
function splitFields(text: string): string[] {
  return text.match(/"[^"]*"|[^,]+|(?<=,)(?=,|$)|^(?=,)/g) ?? [];
}

const unquote = (text: string): string => (/^".*"$/.test(text) ? text.slice(1, -1) : text);

import { normalizeCode } from '../../shared/instruments/error-book.ts';
import type { DefinitionFileName } from './catalog-files.ts';

/**
 * A lab's own file over a shipped one. Maps are merged key by key; a list is replaced whole, except the lists of things
 * that have a name (error entries, guides, tasks, materials, terms, facts), where the lab's entry takes the place of the shipped one
 * of that name and new ones are added.
 */
const NAMED_LISTS: Readonly<Record<DefinitionFileName, Readonly<Record<string, (item: unknown) => string>>>> = {
  'instrument.yaml': {},
  'errors.yaml': { entries: (item) => normalizeCode(textOf(item, 'code')), guides: (item) => textOf(item, 'key') },
  'upkeep.yaml': { tasks: (item) => textOf(item, 'key'), materials: (item) => textOf(item, 'key') },
  'knowledge.yaml': {
    terms: (item) => `${textOf(item, 'kind')} ${textOf(item, 'code')}`,
    facts: (item) => textOf(item, 'key'),
    blanks: (item) => textOf(item, 'key'),
  },
};

/** `own` laid over `shipped`; either may be missing. */
export function overlayFile(file: DefinitionFileName, shipped: unknown, own: unknown): unknown {
  if (own === undefined || own === null) return shipped;
  if (!isMap(shipped) || !isMap(own)) return own;
  return mergeMaps(shipped, own, NAMED_LISTS[file]);
}

type PlainMap = Readonly<Record<string, unknown>>;

function mergeMaps(
  shipped: PlainMap,
  own: PlainMap,
  lists: Readonly<Record<string, (item: unknown) => string>> = {},
): PlainMap {
  const merged = new Map(Object.entries(shipped));
  for (const [key, value] of Object.entries(own)) {
    const before = merged.get(key);
    const nameOf = lists[key];
    if (nameOf !== undefined && Array.isArray(before) && Array.isArray(value)) {
      merged.set(key, mergeLists(before, value, nameOf));
    } else if (isMap(before) && isMap(value)) merged.set(key, mergeMaps(before, value));
    else merged.set(key, value);
  }
  return Object.fromEntries(merged);
}

function mergeLists(
  shipped: readonly unknown[],
  own: readonly unknown[],
  nameOf: (item: unknown) => string,
): unknown[] {
  const byName = new Map(own.map((item) => [nameOf(item), item]));
  const kept = shipped.map((item) => byName.get(nameOf(item)) ?? item);
  const names = new Set(shipped.map(nameOf));
  return [...kept, ...own.filter((item) => !names.has(nameOf(item)))];
}

function isMap(value: unknown): value is PlainMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(item: unknown, key: string): string {
  const value = isMap(item) ? item[key] : undefined;
  return typeof value === 'string' ? value : '';
}

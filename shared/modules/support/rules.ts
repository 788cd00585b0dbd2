import type { ConfigurationLine } from './contract.ts';

/**
 * `not-recorded`: it was there before and is not in the later one. That is no proof that it is gone: for what a person
 * enters it means that nobody looked.
 */
export type ConfigurationChange = 'same' | 'changed' | 'new' | 'not-recorded';

export interface ConfigurationDifference {
  readonly group: ConfigurationLine['group'];
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly change: ConfigurationChange;
}

const groups: readonly ConfigurationLine['group'][] = ['wire', 'register', 'factor', 'entered'];
const rank: Readonly<Record<ConfigurationChange, number>> = { changed: 0, new: 1, 'not-recorded': 2, same: 3 };

/** Values are compared as text without blanks at the ends: a setting is what the screen showed. */
const isSame = (a: string, b: string): boolean => a.trim() === b.trim();

/**
 * What differs between two snapshots of one instrument, what changed first. Each line stands once, by its group and key.
 */
export function compareConfigurations(
  before: readonly ConfigurationLine[],
  after: readonly ConfigurationLine[],
): ConfigurationDifference[] {
  const nameOf = ({ group, key }: ConfigurationLine): string => `${group} ${key}`;
  const earlier = new Map(before.map((line) => [nameOf(line), line]));
  const later = new Map(after.map((line) => [nameOf(line), line]));
  const found: ConfigurationDifference[] = [];
  for (const [name, { group, key, value }] of later) {
    const from = earlier.get(name);
    if (from === undefined) found.push({ group, key, from: '', to: value, change: 'new' });
    else
      found.push({ group, key, from: from.value, to: value, change: isSame(from.value, value) ? 'same' : 'changed' });
  }
  for (const [name, { group, key, value }] of earlier) {
    if (!later.has(name)) found.push({ group, key, from: value, to: '', change: 'not-recorded' });
  }
  return found.sort(
    (a, b) =>
      rank[a.change] - rank[b.change] ||
      groups.indexOf(a.group) - groups.indexOf(b.group) ||
      (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
  );
}

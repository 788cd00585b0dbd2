import type { Signal } from '../../instruments/signals.ts';

/** What one reading of a message says of one thing in it; null where it does not name the thing at all. */
export interface Said {
  /** The value as understood, else as sent. */
  readonly value: string;
  readonly unit: string;
  readonly analyte: string | null;
  /** See `meaning` of a result; `not-understood` for what the definition did not know, `error` for an error. */
  readonly meaning: string;
}

export interface ReadingDifference {
  /** Test, code of an error, or the name of what was not understood. */
  readonly what: string;
  readonly kind: 'value' | 'error' | 'unmapped';
  readonly before: Said | null;
  readonly after: Said | null;
}

/** So many are told of one reading; a message seldom holds more values. */
const MOST_DIFFERENCES = 100;

/**
 * Where two readings of the same bytes differ: values, errors, and what was not understood, in the order of the later one,
 * then what only the earlier one had. Who read them and when is no difference.
 */
export function differencesOf(earlier: readonly Signal[], later: readonly Signal[]): ReadingDifference[] {
  const before = saidBy(earlier);
  const after = saidBy(later);
  const keys = new Set([...after.keys(), ...before.keys()]);
  const found: ReadingDifference[] = [];
  for (const key of keys) {
    const [was, is] = [before.get(key), after.get(key)];
    if (JSON.stringify(was?.said) === JSON.stringify(is?.said)) continue;
    const { what, kind } = (is ?? was)!;
    found.push({ what, kind, before: was?.said ?? null, after: is?.said ?? null });
    if (found.length === MOST_DIFFERENCES) break;
  }
  return found;
}

interface Named {
  readonly what: string;
  readonly kind: ReadingDifference['kind'];
  readonly said: Said;
}

/** Things of a message by name; the second of a name is another thing than the first. */
function saidBy(signals: readonly Signal[]): Map<string, Named> {
  const named = new Map<string, Named>();
  for (const signal of signals) {
    const one = sayOf(signal);
    if (one === null) continue;
    let nth = 0;
    while (named.has(`${one.kind} ${nth} ${one.what}`)) nth += 1;
    named.set(`${one.kind} ${nth} ${one.what}`, one);
  }
  return named;
}

function sayOf(signal: Signal): Named | null {
  if ('rawValue' in signal) {
    const { test, value, rawValue, unit, analyte, meaning } = signal;
    return { what: test, kind: 'value', said: { value: value ?? rawValue.trim(), unit, analyte, meaning } };
  }
  if (signal.kind === 'error') {
    return {
      what: signal.code,
      kind: 'error',
      said: { value: signal.text, unit: '', analyte: null, meaning: 'error' },
    };
  }
  if (signal.kind !== 'unmapped') return null;
  const said = { value: signal.raw, unit: '', analyte: null, meaning: 'not-understood' };
  return { what: signal.what, kind: 'unmapped', said };
}

import type { Signal } from '../../shared/instruments/signals.ts';

/** Signals of a message as its row keeps them: what is the same in all of them once, before what is each one's own. */
interface Packed {
  readonly shared: Readonly<Record<string, unknown>>;
  readonly own: readonly Readonly<Record<string, unknown>>[];
}

/**
 * JSON of a message's signals. Each of the forty signals of a blood count names the same instrument, definition and fifty
 * frames: written out each time they would be three quarters of the text.
 */
export function packSignals(signals: readonly Signal[]): string {
  const all = signals as readonly Readonly<Record<string, unknown>>[];
  const [first, ...others] = all;
  // Lists and objects count as the same only where they are one: two that look alike are not worth comparing.
  const same = Object.keys(first ?? {}).filter((key) => others.every((other) => Object.is(other[key], first?.[key])));
  if (others.length === 0 || same.length === 0) return JSON.stringify(signals);
  const isShared = new Set(same);
  // Filled key by key: by way of lists of entries it takes three times as long, for every message of every line.
  const pick = (one: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> => {
    const picked: Record<string, unknown> = {};
    for (const key of keys) picked[key] = one[key];
    return picked;
  };
  const packed: Packed = {
    shared: pick(first ?? {}, same),
    own: all.map((one) =>
      pick(
        one,
        Object.keys(one).filter((key) => !isShared.has(key)),
      ),
    ),
  };
  return JSON.stringify(packed);
}

/** The signals in such a text, or in a plain list as earlier versions wrote it. */
export function unpackSignals(text: string): Signal[] {
  const read = JSON.parse(text) as Packed | Signal[];
  if (Array.isArray(read)) return read;
  return read.own.map((own) => ({ ...read.shared, ...own }) as unknown as Signal);
}

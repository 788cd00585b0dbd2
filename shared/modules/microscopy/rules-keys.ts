import type { CellClass } from './terms.ts';

/** What a key press carries, as the browser tells it; a foot pedal is a keyboard with one or two keys. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
}

const named = /^(?:F(?:[1-9]|10|1[2-9]|2[0-4])|Backspace|Delete|Insert|Home|End|PageUp|PageDown)$/;
const bySpot = /^(?:Key([A-Z])|(?:Digit|Numpad)(\d))$/;
const spotNames: Readonly<Record<string, string>> = {
  Space: 'Space',
  NumpadAdd: '+',
  NumpadSubtract: '-',
  NumpadMultiply: '*',
  NumpadDivide: '/',
  NumpadDecimal: '.',
};

/**
 * Names of a pressed key, the likeliest first: what it writes (in capitals), then where it lies. The second finds a letter on
 * a keyboard set to another script, and a digit of the number pad whose lock is off. Empty for keys that count nothing.
 */
export function namesOfKey({ key, code }: KeyPress): string[] {
  const names: string[] = [];
  if (named.test(key)) names.push(key);
  else if (key === ' ') names.push('Space');
  else if ([...key].length === 1) names.push(key.toUpperCase());
  const spot = bySpot.exec(code);
  const place = spot?.[1] ?? spot?.[2] ?? spotNames[code];
  // The number pad's digits go before what they write with the lock off (`End` for 1), the letters after.
  if (place !== undefined && !names.includes(place)) {
    if (code.startsWith('Numpad')) names.unshift(place);
    else names.push(place);
  }
  if (named.test(code) && !names.includes(code)) names.push(code);
  return names;
}

/** What a press means: the place of a class, `undo`, or null for a key nobody gave a meaning. */
export function meaningOfKey(
  press: KeyPress,
  classes: readonly CellClass[],
  undoKeys: readonly string[],
): number | 'undo' | null {
  for (const name of namesOfKey(press)) {
    const index = classes.findIndex(({ keys }) => keys.includes(name));
    if (index >= 0) return index;
    if (undoKeys.includes(name)) return 'undo';
  }
  return null;
}

const ZERO = 0x30;
const LETTER_A = 0x41;

/** Two hex digits of a checksum or a length, of either case, as a number; null where they are none. */
export function hexAt(bytes: Uint8Array, at: number): number | null {
  const high = digitOf(bytes[at]);
  const low = digitOf(bytes[at + 1]);
  return high < 0 || low < 0 ? null : high * 16 + low;
}

function digitOf(byte = 0): number {
  if (byte >= ZERO && byte <= ZERO + 9) return byte - ZERO;
  const letter = byte & ~0x20;
  return letter >= LETTER_A && letter < LETTER_A + 6 ? letter - LETTER_A + 10 : -1;
}

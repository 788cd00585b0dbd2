/** Where ids get their time and randomness; the host gives the system clock and a cryptographic source. */
export interface IdEntropy {
  readonly wallMs: () => number;
  readonly randomBytes: (count: number) => Uint8Array;
}

/**
 * A source of UUIDv7 (RFC 9562 section 5.7): 48 bits of milliseconds, a 12-bit counter that keeps ids made in one
 * millisecond (or while the clock stands back) in order, 62 random bits. An id is a name, never an order of events.
 */
export function createIdSource({ wallMs, randomBytes }: IdEntropy): () => string {
  let lastMs = 0;
  let counter = 0;
  let timeMs = -1;
  let time = '';
  return () => {
    const now = Math.max(0, Math.floor(wallMs()));
    const bytes = randomBytes(10);
    if (now > lastMs) {
      lastMs = now;
      // The top bit stays free, so that a burst inside one millisecond has at least 2048 steps before it carries.
      counter = ((bytes[0]! & 0x07) << 8) | bytes[1]!;
    } else if (++counter > 0xfff) {
      lastMs += 1;
      counter = 0;
    }
    if (lastMs !== timeMs) {
      timeMs = lastMs;
      const digits = timeMs.toString(16).padStart(12, '0');
      time = `${digits.slice(0, 8)}-${digits.slice(8)}`;
    }
    const hex = (at: number): string => hexOfByte[bytes[at]!]!;
    const step = `${hexOfByte[0x70 | (counter >> 8)]}${hexOfByte[counter & 0xff]}`;
    const variant = hexOfByte[0x80 | (bytes[2]! & 0x3f)];
    return `${time}-${step}-${variant}${hex(3)}-${hex(4)}${hex(5)}${hex(6)}${hex(7)}${hex(8)}${hex(9)}`;
  };
}

/** Every record has an id, and most things it is about: turning numbers into digits each time is what making one costs. */
const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** True for a UUID in lower case with dashes. */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}

/** What bytes of a line look like, whatever their framing: the link doctor and the identification ask this first. */

/** A share of printable text that garbled lines do not reach by chance. */
export const TEXT_SHARE = 0.9;

/** Characters a text protocol uses: printable, line ends, tab, and the control characters of the known framings. */
export const isTextByte = (byte: number): boolean =>
  (byte >= 0x20 && byte < 0x7f) ||
  byte === 0x0d ||
  byte === 0x0a ||
  byte === 0x09 ||
  (byte >= 0x02 && byte <= 0x06) ||
  byte === 0x15 ||
  byte === 0x0b ||
  byte === 0x1c ||
  byte === 0x17;

/** Share (0 to 1) of the bytes a test holds for; 0 where there are none. */
export function shareOf(bytes: Uint8Array, test: (byte: number) => boolean): number {
  let count = 0;
  for (const byte of bytes) if (test(byte)) count += 1;
  return bytes.length === 0 ? 0 : count / bytes.length;
}

const oddOnes = (byte: number): boolean => {
  let ones = 0;
  for (let bits = byte; bits !== 0; bits >>= 1) ones += bits & 1;
  return ones % 2 === 1;
};

/** Seven data bits with parity, read as eight without: the eighth bit is the parity of the other seven, every time. */
export function parityInTheEighthBit(bytes: Uint8Array): 'even' | 'odd' | null {
  if (bytes.length < 12) return null;
  if (shareOf(bytes, (byte) => isTextByte(byte & 0x7f)) < TEXT_SHARE) return null;
  if (shareOf(bytes, (byte) => byte > 0x7f) < 0.15) return null;
  if (shareOf(bytes, (byte) => !oddOnes(byte)) > 0.97) return 'even';
  if (shareOf(bytes, oddOnes) > 0.97) return 'odd';
  return null;
}

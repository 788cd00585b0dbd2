/** LIS01 frames of one text: every piece of at most `size` bytes ends in ETB, the last one in ETX. */
export function splitIntoFrames(text: Uint8Array, size: number): Uint8Array[] {
  const frames: Uint8Array[] = [];
  for (let from = 0, number = 1; from < text.length; from += size, number += 1) {
    const end = from + size >= text.length ? 0x03 : 0x17;
    const body = [0x30 + (number % 8), ...text.subarray(from, from + size), end];
    const sum = (body.reduce((total, byte) => total + byte, 0) % 256).toString(16).toUpperCase().padStart(2, '0');
    frames.push(Uint8Array.of(0x02, ...body, sum.charCodeAt(0), sum.charCodeAt(1), 0x0d, 0x0a));
  }
  return frames;
}

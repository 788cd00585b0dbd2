/** Start bit, eight data bits, stop bit. */
const BITS_A_BYTE = 10;
/** A USB adapter hands over what it has heard in packets of this size, and the rest when the line falls silent. */
export const PACKET_BYTES = 62;

/**
 * Puts bytes on a line at its speed: every byte is handed over when its stop bit would have passed, in packets as a USB
 * adapter makes them. Times are kept exactly, so that the coarse timers delay single packets but never add up.
 *
 * @returns a write that resolves when the last byte is on the line
 */
export function pacedWriter(baud: number, put: (bytes: Uint8Array) => void): (bytes: Uint8Array) => Promise<void> {
  const byteMs = (BITS_A_BYTE * 1_000) / baud;
  let freeAt = 0;
  let work: Promise<void> = Promise.resolve();
  const write = async (bytes: Uint8Array): Promise<void> => {
    freeAt = Math.max(freeAt, performance.now());
    for (let start = 0; start < bytes.length; start += PACKET_BYTES) {
      const packet = bytes.subarray(start, start + PACKET_BYTES);
      freeAt += packet.length * byteMs;
      const waitMs = Math.round(freeAt - performance.now());
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      put(packet);
    }
  };
  return (bytes) => {
    work = work.then(() => write(bytes));
    return work;
  };
}

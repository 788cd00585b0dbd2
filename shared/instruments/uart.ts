import type { SerialSettings } from './link-settings.ts';

/**
 * What a receiver does with a character whose stop bit or parity was wrong: hand it on as read, hand on a zero (the
 * usual terminal default), or leave it out (`IGNPAR`).
 */
export type LineErrorPolicy = 'keep' | 'zero' | 'drop';

const hasOddOnes = (byte: number, bits: number): boolean => {
  let ones = 0;
  for (let bit = 0; bit < bits; bit += 1) ones += (byte >> bit) & 1;
  return ones % 2 === 1;
};

const parityBit = (byte: number, settings: SerialSettings): 0 | 1 | null => {
  switch (settings.parity) {
    case 'none':
      return null;
    case 'even':
      return hasOddOnes(byte, settings.dataBits) ? 1 : 0;
    case 'odd':
      return hasOddOnes(byte, settings.dataBits) ? 0 : 1;
    case 'mark':
      return 1;
    case 'space':
      return 0;
  }
};

/** Bit cells of one character on the line: start, data with the lowest bit first, parity, stop bits. */
function characterCells(byte: number, settings: SerialSettings): number[] {
  const cells = [0];
  for (let bit = 0; bit < settings.dataBits; bit += 1) cells.push((byte >> bit) & 1);
  const parity = parityBit(byte, settings);
  if (parity !== null) cells.push(parity);
  for (let stop = 0; stop < Math.ceil(settings.stopBits); stop += 1) cells.push(1);
  return cells;
}

/** One character as a receiver saw it; `isWrong` when its parity or stop bit did not fit. */
export interface ReceivedCharacter {
  readonly byte: number;
  readonly isWrong: boolean;
}

/**
 * What a receiver set to `read` makes of `bytes` that were sent with `sent`, when the characters follow each other
 * without a pause: an asynchronous receiver waits for a falling edge, then samples the middle of each of its own bits.
 * The link doctor compares real garbage with this, and the simulators garble with it.
 *
 * @param bytes what the sender put on the line
 * @param sent the sender's settings
 * @param read the receiver's settings
 */
export function receiveCharacters(bytes: Uint8Array, sent: SerialSettings, read: SerialSettings): ReceivedCharacter[] {
  const cells: number[] = [];
  for (const byte of bytes) cells.push(...characterCells(byte, sent));
  // Times are counted in the sender's bit cells; the line is idle (1) before and after.
  const cellsPerReadBit = sent.baud / read.baud;
  const levelAt = (time: number): number => cells[Math.floor(time)] ?? 1;
  const seen: ReceivedCharacter[] = [];
  let time = 0;
  while (time < cells.length) {
    if (levelAt(time) === 1) {
      // Look for the falling edge; edges can only be at the border of a cell.
      time = Math.floor(time) + 1;
      continue;
    }
    let at = time + cellsPerReadBit * 1.5;
    let byte = 0;
    for (let bit = 0; bit < read.dataBits; bit += 1) {
      byte |= levelAt(at) << bit;
      at += cellsPerReadBit;
    }
    const parity = parityBit(byte, read);
    let isWrong = false;
    if (parity !== null) {
      isWrong = levelAt(at) !== parity;
      at += cellsPerReadBit;
    }
    seen.push({ byte, isWrong: isWrong || levelAt(at) !== 1 });
    // The next character may start in the middle of the stop bit; after a missing stop bit the line must first rise.
    time = at;
    if (levelAt(at) === 0) while (time < cells.length && levelAt(time) === 0) time = Math.floor(time) + 1;
  }
  return seen;
}

/** The bytes a program sees of what was received, by what the receiver does with wrong characters. */
export function deliverCharacters(characters: readonly ReceivedCharacter[], policy: LineErrorPolicy): Uint8Array {
  const seen: number[] = [];
  for (const { byte, isWrong } of characters) {
    if (!isWrong || policy === 'keep') seen.push(byte);
    else if (policy === 'zero') seen.push(0);
  }
  return Uint8Array.from(seen);
}

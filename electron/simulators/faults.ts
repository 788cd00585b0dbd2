import type { SerialSettings } from '../../shared/instruments/link-settings.ts';
import { deliverCharacters, receiveCharacters } from '../../shared/instruments/uart.ts';
import type { FaultScript } from './fault-script.ts';

/** A seeded source of evenly spread numbers in [0, 1): mulberry32, small and the same on every machine. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const plainLine: SerialSettings = { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' };

/** A line's settings from a partial description. */
export function lineOf(partial: FaultScript['line'], base: SerialSettings = plainLine): SerialSettings {
  const entries = Object.entries(partial).filter(([, value]) => value !== undefined);
  return { ...base, ...Object.fromEntries(entries) };
}

const STX = 0x02;
const endsOfFrame = new Set([0x03, 0x17]);

/** What a second instrument on the same wires says, over and over. */
const secondTalker = Buffer.from('\x05\x021H|\\^&|||Other^1^99||||||||LIS02-A2\r\x03', 'latin1');

/** Makes the faults of a script out of what is sent; one for each direction of a line. */
export interface Spoiler {
  /**
   * @param bytes what the sender puts on the line, in any pieces
   * @param host how the receiving port is set, or null where that is not known
   * @returns what arrives
   */
  spoil(bytes: Uint8Array, host: SerialSettings | null): Uint8Array;
  /** That many random bytes. */
  noise(count: number): Uint8Array;
}

/** @param salt keeps the two directions of a line apart though they share a seed */
export function createSpoiler(script: FaultScript, salt: number): Spoiler {
  const random = createRandom(script.seed * 2 + salt);
  const { flip, drop, double, insert } = script.bytes;
  const sent = lineOf(script.line);
  let inFrame = 0;
  let sinceTalk = 0;
  let talked = 0;

  const cut = (byte: number): boolean => {
    if (script.cutFramesAfter === null) return false;
    if (byte === STX) inFrame = 1;
    else if (inFrame > 0) inFrame += 1;
    const isLost = inFrame > script.cutFramesAfter;
    if (inFrame > 0 && endsOfFrame.has(byte)) inFrame = 0;
    return isLost;
  };
  const damaged = (bytes: Uint8Array): number[] => {
    const out: number[] = [];
    for (const byte of bytes) {
      if (cut(byte)) continue;
      if (script.secondTalkerEvery !== null && ++sinceTalk >= script.secondTalkerEvery) {
        sinceTalk = 0;
        for (let count = 0; count < 12; count += 1) out.push(secondTalker[talked++ % secondTalker.length] ?? 0);
      }
      if (random() < drop) continue;
      const arrives = random() < flip ? byte ^ (1 << Math.floor(random() * 8)) : byte;
      out.push(arrives);
      if (random() < double) out.push(arrives);
      if (random() < insert) out.push(Math.floor(random() * 256));
    }
    return out;
  };
  return {
    spoil(bytes, host) {
      const out = Uint8Array.from(damaged(bytes));
      const read =
        host === null ? lineOf(script.hostLine, sent) : lineOf(script.hostLine, { ...sent, baud: host.baud });
      const isSame =
        read.baud === sent.baud &&
        read.dataBits === sent.dataBits &&
        read.parity === sent.parity &&
        read.stopBits === sent.stopBits;
      return isSame || out.length === 0
        ? out
        : deliverCharacters(receiveCharacters(out, sent, read), script.onLineError);
    },
    noise: (count) => Uint8Array.from({ length: count }, () => Math.floor(random() * 256)),
  };
}

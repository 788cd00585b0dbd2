import { createLis01Framer } from '../../shared/instruments/framing/lis01-framer.ts';
import { textToLatin1 } from '../../shared/kernel/bytes.ts';
import { compare, type Measurement } from './rounds.ts';

const CHUNK_BYTES = 64;
const TOTAL_BYTES = 8 * 1024 * 1024;

/** Valid frames of the usual length, with running numbers. */
function makeFrames(): Uint8Array {
  const parts: string[] = [];
  let length = 0;
  for (let n = 1; length < TOTAL_BYTES; n += 1) {
    const body = `${n % 8}R|${n % 60}|^^^^NEUT#^1|${(n % 900) / 100}|10*3/uL||N||F||||20260105101010\r\x03`;
    let sum = 0;
    for (let at = 0; at < body.length; at += 1) sum = (sum + body.charCodeAt(at)) & 0xff;
    const frame = `\x02${body}${sum.toString(16).toUpperCase().padStart(2, '0')}\r\n`;
    parts.push(frame);
    length += frame.length;
  }
  return textToLatin1(parts.join(''));
}

/** The frame decoder in 64-byte reads, against the cheapest thing one can do with every byte: add it up. */
export async function measureDecoder(): Promise<Measurement> {
  const bytes = makeFrames();
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) chunks.push(bytes.subarray(at, at + CHUNK_BYTES));
  const mebibytes = bytes.length / 1024 / 1024;
  let expected = 0;
  for (const byte of bytes) if (byte === 2) expected += 1;

  return compare({
    name: 'Frame decoder',
    subject: 'LIS01 framer with checksum, 64-byte reads',
    baseline: 'sum of all bytes, 64-byte reads',
    figureUnit: 'MiB/s',
    must: 0.12,
    goal: 0.3,
    isHigherBetter: true,
    rounds: 11,
    runSubject() {
      const framer = createLis01Framer();
      let frames = 0;
      const start = performance.now();
      for (const chunk of chunks) {
        framer.feed(chunk, (value) => {
          if (value.kind === 'frame') frames += 1;
        });
      }
      const seconds = (performance.now() - start) / 1000;
      if (frames !== expected) throw new Error(`the decoder gave ${frames} of ${expected} frames`);
      return mebibytes / seconds;
    },
    runBaseline() {
      let sum = 0;
      const start = performance.now();
      for (const chunk of chunks)
        for (let at = 0; at < chunk.length; at += 1) sum = (sum + (chunk[at] as number)) & 0xff;
      const seconds = (performance.now() - start) / 1000;
      if (sum < 0) throw new Error('unreachable, keeps the loop from being optimised away');
      return mebibytes / seconds;
    },
  });
}

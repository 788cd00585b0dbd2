import { expect, test } from 'vitest';
import { createLineFramer } from '../../shared/instruments/framing/line-framer.ts';
import { createLis01Framer } from '../../shared/instruments/framing/lis01-framer.ts';
import type { Framer } from '../../shared/instruments/framing/values.ts';
import { hasSharedPapers, readShared } from '../harness/shared-papers.ts';

/**
 * Decision 14 for every ASTM capture: one byte a read, a cut in two at every byte up to 4 KiB, seeded cuts above. What
 * stands behind the framer sees its values only, so equal values are equal messages.
 */
const hasPapers = hasSharedPapers('every ASTM capture is framed the same however it is cut');
const files: readonly { file: string; kind: string }[] = hasPapers
  ? JSON.parse(readShared('vectors/capture-expect.dev.json').toString('utf8')).files
  : [];
const captures = files.filter(({ kind }) => kind === 'astm');

const FULL_CUT_BYTES = 4_096;
const SEEDED_CUT_COUNT = 500;
const STX = 0x02;

/** Everything but noise, which pieces may cut differently: what it is, and its bytes. */
function read(framer: Framer, pieces: readonly Uint8Array[]): string[] {
  const told: string[] = [];
  const take = (value: Parameters<Parameters<Framer['feed']>[1]>[0]): void => {
    if (value.kind !== 'noise') told.push(`${value.kind} ${Buffer.from(value.raw).toString('latin1')}`);
  };
  for (const piece of pieces) framer.feed(piece, take);
  framer.flush(take);
  return told;
}

function cutOffsets(size: number): number[] {
  if (size <= FULL_CUT_BYTES) return Array.from({ length: size - 1 }, (_, index) => index + 1);
  let state = 20_261_122;
  return Array.from({ length: SEEDED_CUT_COUNT }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return 1 + (state % (size - 1));
  });
}

test.skipIf(!hasPapers)('the captures are there', () => {
  expect(captures.length).toBeGreaterThan(50);
});

for (const { file } of captures) {
  test(`${file}: the same one byte at a time and cut anywhere`, () => {
    const bytes = new Uint8Array(readShared(`corpus/${file}`));
    const create = (): Framer => (bytes.includes(STX) ? createLis01Framer() : createLineFramer({ end: 'any' }));
    const whole = read(create(), [bytes]);
    const singles = Array.from(bytes, (byte) => Uint8Array.of(byte));
    expect(read(create(), singles)).toEqual(whole);
    for (const at of cutOffsets(bytes.length)) {
      const cut = read(create(), [bytes.subarray(0, at), bytes.subarray(at)]);
      if (cut.join('\0') !== whole.join('\0')) expect(cut, `cut at ${at}`).toEqual(whole);
    }
  });
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHl7Text } from '../../../../shared/instruments/drivers/hl7/hl7.ts';
import { createMllpFramer } from '../../../../shared/instruments/drivers/hl7/mllp-framer.ts';
import type { FramingValue } from '../../../../shared/instruments/framing/values.ts';
import '../../../harness/fast-check.ts';

const MARKS = [0x02, 0x0a, 0x0b, 0x0d, 0x1c, 0x4d, 0x53, 0x48, 0x7c, 0x41];
const wireBytes = fc.uint8Array({ maxLength: 300 }).map((bytes) => bytes.map((byte) => MARKS[byte % MARKS.length]!));

/** Every value, with neighbouring noise joined: reads may cut noise differently. */
function read(reads: readonly Uint8Array[], maxBlockBytes = 64): string[] {
  const framer = createMllpFramer({ maxBlockBytes });
  const values: FramingValue[] = [];
  for (const one of reads) framer.feed(one, (value) => values.push(value));
  framer.flush((value) => values.push(value));
  const told: string[] = [];
  let before = '';
  for (const value of values) {
    const name = value.kind === 'noise' ? `noise ${value.isInsideFrame}` : value.kind;
    const hex = Buffer.from(value.raw).toString('hex');
    if (value.kind === 'noise' && before === name) told[told.length - 1] += hex;
    else told.push(`${name} ${hex}`);
    before = name;
  }
  return told;
}

describe('MLLP framer', () => {
  it('gives every byte exactly once, in order, whatever comes', () => {
    fc.assert(
      fc.property(wireBytes, fc.nat(60), (bytes, size) => {
        const framer = createMllpFramer({ maxBlockBytes: 40 });
        const raw: Uint8Array[] = [];
        for (let at = 0; at < bytes.length; at += size + 1) {
          framer.feed(bytes.subarray(at, at + size + 1), (value) => raw.push(value.raw));
          if (framer.silenceMs !== null && at % 7 === 0) framer.expire((value) => raw.push(value.raw));
        }
        framer.flush((value) => raw.push(value.raw));
        expect(Buffer.concat(raw).equals(Buffer.from(bytes))).toBe(true);
        expect(Math.max(0, ...raw.map((one) => one.length))).toBeLessThanOrEqual(62 + 41);
      }),
      { numRuns: 2_000 },
    );
  });

  it('says the same however the bytes are cut', () => {
    fc.assert(
      fc.property(wireBytes, fc.nat(300), (bytes, cut) => {
        const whole = read([bytes]);
        expect(read([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(whole);
        expect(read([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('HL7 parser', () => {
  it('takes any text and loses no segment of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const messages = parseHl7Text(`MSH|^~\\&|X\r${text}`);
        for (const message of messages) {
          for (const segment of message.segments) expect(`${text}MSH|^~\\&|X`).toContain(segment.text);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

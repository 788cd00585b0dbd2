import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodeFrame,
  encodeFrames,
  type FrameSplitting,
  frameChecksum,
  splitIntoFrameTexts,
} from '../../../shared/instruments/framing/lis01-encoder.ts';
import { createLis01Framer, MAX_FRAME_TEXT_BYTES } from '../../../shared/instruments/framing/lis01-framer.ts';
import type { FrameValue, FramingValue } from '../../../shared/instruments/framing/values.ts';
import { concatBytes, latin1ToText, textToLatin1, toHex } from '../../../shared/kernel/bytes.ts';
import { bytesOf, isBinding, loadVectors } from '../../harness/vectors.ts';

/** All values of one stream, fed in the given pieces, with what is held at the end. */
function decode(pieces: readonly Uint8Array[]): FramingValue[] {
  const framer = createLis01Framer();
  const values: FramingValue[] = [];
  for (const piece of pieces) framer.feed(piece, (value) => values.push(value));
  framer.flush((value) => values.push(value));
  return values;
}

/** One line a value; neighbouring noise is joined, because its cuts follow the reads. */
function describeValues(values: readonly FramingValue[]): string[] {
  const lines: string[] = [];
  for (const value of values) {
    if (value.kind === 'noise' && lines.at(-1)?.startsWith('noise') === true) {
      lines[lines.length - 1] += toHex(value.raw);
    } else if (value.kind === 'noise') lines.push(`noise ${toHex(value.raw)}`);
    else if (value.kind === 'control') lines.push(value.control);
    else if (value.kind === 'frame')
      lines.push(`frame ${value.number} ${toHex(value.text)} ${value.end} ${value.tail}`);
    else if (value.kind === 'rejected') lines.push(`rejected ${value.reason} ${value.answer} ${toHex(value.raw)}`);
  }
  return lines;
}

function cutAt(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [
    0,
    ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((left, right) => left - right),
    bytes.length,
  ];
  return places.slice(1).map((place, index) => bytes.subarray(places[index]!, place));
}

describe('checksum vectors', () => {
  for (const vector of loadVectors('checksum').filter((candidate) => candidate.op === 'checksum')) {
    it(`${vector.id} (${vector.stance})`, () => {
      expect(frameChecksum(bytesOf(vector.input))).toBe(vector.expect.checksum);
    });
  }
});

describe('frame-decode vectors', () => {
  for (const vector of loadVectors('frame-decode')) {
    // docs/decisions: a frame without CR LF is taken after one second of silence.
    const isOk = vector.id === 'fd-missing-crlf' ? true : vector.id === 'fd-stx-inside-text' ? null : vector.expect.ok;
    it(`${vector.id} (${vector.stance})`, () => {
      const bytes = bytesOf(vector.input);
      const values = decode([bytes]);
      expect(toHex(concatBytes(values.map((value) => value.raw)))).toBe(toHex(bytes));
      if (isOk === null) {
        // A stream receiver finds the inner frame again; nothing of the outer one is taken.
        expect(describeValues(values)).toEqual([
          'rejected stx-inside none 0231417c42',
          'frame 1 417c427c437c440d ETX crlf',
        ]);
        return;
      }
      const frames = values.filter((value): value is FrameValue => value.kind === 'frame');
      expect(frames).toHaveLength(isOk ? 1 : 0);
      if (!isOk || vector.id === 'fd-missing-crlf') return;
      const frame = frames[0]!;
      expect(values).toHaveLength(1);
      expect(frame.number).toBe(vector.expect.fn);
      expect(toHex(frame.text)).toBe(vector.expect.textHex);
      expect(frame.end).toBe(vector.expect.final ? 'ETX' : 'ETB');
    });
  }
});

describe('frame-encode vectors', () => {
  const modes: Readonly<Record<string, Partial<FrameSplitting>>> = {
    onePerFrame: { packing: 'record', maxTextBytes: MAX_FRAME_TEXT_BYTES },
    packed: { packing: 'message' },
    packedPerRecord: { packing: 'record' },
    packedPerRecordEtxOnlyAtEnd: { packing: 'record', etx: 'message-end' },
    textNoCr: { packing: 'record', recordEnd: 'none' },
  };
  const utf8 = new TextEncoder();
  for (const vector of loadVectors('frame-encode').filter(isBinding)) {
    it(`${vector.id} (${vector.stance})`, () => {
      const { records, mode, maxFrame, maxText, startFn } = vector.input;
      const bytes = (records as string[]).map((record) => utf8.encode(record));
      const limit = maxText ?? (maxFrame === undefined ? undefined : maxFrame - 7);
      const options = {
        ...modes[mode],
        ...(limit === undefined ? {} : { maxTextBytes: limit }),
        ...(startFn === undefined ? {} : { firstNumber: startFn }),
      };
      const encode = () => encodeFrames(bytes, options);
      if (vector.expect.error === true || vector.id === 'fe-restricted-characters') {
        expect(encode).toThrow(/lis01\//);
        return;
      }
      const frames = encode();
      const decoded = decode(frames).filter((value): value is FrameValue => value.kind === 'frame');
      expect(decoded).toHaveLength(frames.length);
      const { expect: wanted } = vector;
      if (wanted.frames !== undefined)
        expect(frames.map(toHex)).toEqual(wanted.frames.map((frame: { hex: string }) => frame.hex));
      if (wanted.frameCount !== undefined) expect(frames).toHaveLength(wanted.frameCount);
      if (wanted.wireLength !== undefined) expect(frames[0]).toHaveLength(wanted.wireLength);
      if (wanted.texts !== undefined) expect(decoded.map((frame) => latin1ToText(frame.text))).toEqual(wanted.texts);
      if (wanted.terminators !== undefined) expect(decoded.map((frame) => frame.end)).toEqual(wanted.terminators);
      if (wanted.frameNumbers !== undefined) expect(decoded.map((frame) => frame.number)).toEqual(wanted.frameNumbers);
      if (vector.id === 'fe-no-split-inside-utf8') {
        const joined = concatBytes(decoded.map((frame) => frame.text));
        expect(new TextDecoder().decode(joined)).toBe(`${records[0]}\r`);
      }
      if (vector.id === 'fe-message-starts-new-frame') {
        expect(decoded.map((frame) => [latin1ToText(frame.text), frame.end])).toEqual([
          ['H|\\^&\rL|1|N\r', 'ETX'],
          ['H|\\^&\rL|1|N\r', 'ETX'],
        ]);
      }
    });
  }
});

const text = fc
  .array(fc.integer({ min: 0x20, max: 0xff }), { maxLength: 40 })
  .map((codes) => Uint8Array.from(codes.filter((code) => code !== 0x7f)));
const frame = fc
  .tuple(fc.integer({ min: 0, max: 7 }), text, fc.constantFrom('ETX' as const, 'ETB' as const))
  .map(([number, body, end]) => encodeFrame(number, { text: body, end }));
const piece = fc.oneof(
  { weight: 4, arbitrary: frame },
  { weight: 1, arbitrary: fc.constantFrom(0x05, 0x04, 0x06, 0x15).map((byte) => Uint8Array.of(byte)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 12 }) },
  { weight: 1, arbitrary: frame.map((bytes) => bytes.subarray(0, bytes.length - 2)) },
  { weight: 1, arbitrary: frame.map((bytes) => bytes.subarray(0, bytes.length >> 1)) },
);
const stream = fc.array(piece, { maxLength: 12 }).map(concatBytes);

describe('lis01 framer', () => {
  it('gives the same however the reads are cut, and every byte exactly once', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 20 }), (bytes, cuts) => {
        const whole = decode([bytes]);
        const cut = decode(cutAt(bytes, cuts));
        const single = decode(cutAt(bytes, [...bytes.keys()]));
        expect(describeValues(cut)).toEqual(describeValues(whole));
        expect(describeValues(single)).toEqual(describeValues(whole));
        expect(toHex(concatBytes(cut.map((value) => value.raw)))).toBe(toHex(bytes));
      }),
      { numRuns: 400 },
    );
  });

  it('loses no frame and finds none when noise without controls stands between frames', () => {
    const noise = fc.uint8Array({ maxLength: 30 }).map((bytes) => bytes.filter((byte) => byte > 0x17));
    fc.assert(
      fc.property(fc.array(fc.tuple(noise, frame), { minLength: 1, maxLength: 10 }), (parts) => {
        const values = decode([concatBytes(parts.flat())]);
        const frames = values.filter((value) => value.kind === 'frame');
        expect(frames.map((value) => toHex(value.raw))).toEqual(parts.map(([, bytes]) => toHex(bytes)));
      }),
      { numRuns: 200 },
    );
  });

  it('never takes a frame with one damaged, lost, doubled or inserted byte for another text', () => {
    const original = encodeFrame(4, { text: textToLatin1('R|1|^^^^WBC^1|7.45|10*3/uL||N||F\r'), end: 'ETX' });
    const wanted = toHex(original.subarray(1, original.length - 5));
    const next = encodeFrame(5, { text: textToLatin1('L|1|N\r'), end: 'ETX' });
    let damagedCount = 0;
    const check = (damaged: readonly number[]): void => {
      damagedCount += 1;
      for (const value of decode([Uint8Array.from(damaged), next])) {
        if (value.kind !== 'frame' || value.number === 5) continue;
        // NUL adds nothing to the sum: the link cannot see it, the record layer drops it.
        const seen = [...value.raw.subarray(1, value.raw.length)].filter((byte) => byte !== 0);
        expect(toHex(Uint8Array.from(seen)).startsWith(wanted)).toBe(true);
      }
    };
    for (let at = 0; at < original.length; at += 1) {
      const before = [...original.subarray(0, at)];
      const after = [...original.subarray(at + 1)];
      check([...before, ...after]);
      check([...before, original[at]!, original[at]!, ...after]);
      for (let bit = 0; bit < 8; bit += 1) check([...before, original[at]! ^ (1 << bit), ...after]);
      for (let byte = 0; byte < 256; byte += 5) check([...before, byte, original[at]!, ...after]);
    }
    expect(damagedCount).toBeGreaterThan(2_000);
  });

  it('keeps a bounded number of bytes of a frame that never ends', () => {
    const framer = createLis01Framer({ maxTextBytes: 100 });
    const values: FramingValue[] = [];
    framer.feed(textToLatin1(`\u0002${'1'.repeat(1_000)}`), (value) => values.push(value));
    framer.feed(textToLatin1('\u0003AB\r\n'), (value) => values.push(value));
    expect(Math.max(...values.map((value) => value.raw.length))).toBeLessThanOrEqual(107);
    expect(values.at(-1)).toMatchObject({ kind: 'rejected', reason: 'too-long', answer: 'nak' });
  });

  it('asks for a second of silence when CR LF is missing, and then takes the frame', () => {
    const framer = createLis01Framer();
    const values: FramingValue[] = [];
    const whole = encodeFrame(1, { text: textToLatin1('L|1\r'), end: 'ETX' });
    framer.feed(whole.subarray(0, whole.length - 2), (value) => values.push(value));
    expect(values).toEqual([]);
    expect(framer.silenceMs).toBe(1_000);
    framer.expire((value) => values.push(value));
    expect(describeValues(values)).toEqual(['frame 1 4c7c310d ETX none']);
    expect(framer.silenceMs).toBeNull();
  });

  it('takes ENQ or EOT inside a frame for a garbled character when text goes on, for a real one when it does not', () => {
    const garbled = textToLatin1('\u00021R|\u0005bc\r\u0003AB\r\n');
    expect(describeValues(decode([garbled]))[0]).toMatch(/^rejected control-inside nak/);
    expect(describeValues(decode([textToLatin1('\u00021R|1\u0004\u0005')]))).toEqual([
      'rejected cut-off none 0231527c31',
      'EOT',
      'ENQ',
    ]);
  });

  it('cuts nothing off when records fit exactly', () => {
    const texts = splitIntoFrameTexts([textToLatin1('H12345678')], { maxTextBytes: 10 });
    expect(texts.map(({ text: bytes, end }) => [bytes.length, end])).toEqual([[10, 'ETX']]);
  });
});

import type { Transform } from 'node:stream';
import fc from 'fast-check';
import {
  ByteLengthParser,
  CCTalkParser,
  DelimiterParser,
  InterByteTimeoutParser,
  PacketLengthParser,
  RegexParser,
} from 'serialport';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLineFramer } from '../../../shared/instruments/framing/line-framer.ts';
import { createMarkedFramer } from '../../../shared/instruments/framing/marked-framer.ts';
import type { FramingValue } from '../../../shared/instruments/framing/values.ts';
import { concatBytes, fromHex, toHex } from '../../../shared/kernel/bytes.ts';
import { loadVectors, type Vector } from '../../harness/vectors.ts';

/**
 * The suite restates the tests of the serial library's own parsers. Benchside frames bytes itself: our framings are held
 * to the vectors that speak of lines and of marked blocks; for the others, the library we ship is held to what it did
 * when it was chosen.
 */

type Write = string | { readonly waitMs: number };

const all = loadVectors('transport-chunking');
/** The library has this parser in a package of its own, which we do not ship: these are for our marked blocks. */
const ofBlocks = all.filter(({ op, input }) => op === 'startEndMessages' || input.parser === 'start-end');
const vectors = all.filter((vector) => !ofBlocks.includes(vector));

/** Hex options are byte sequences; a regular expression is written as its source. */
function parserFor({ input }: Vector): Transform {
  const { options = {}, parser } = input;
  const bytes = (hex: string | undefined): Buffer | undefined =>
    hex === undefined ? undefined : Buffer.from(hex, 'hex');
  switch (parser) {
    case 'delimiter':
      return new DelimiterParser({ delimiter: bytes(options.delimiter), includeDelimiter: options.include } as never);
    case 'byte-length':
      return new ByteLengthParser(options);
    case 'packet-length':
      return new PacketLengthParser({ ...options, delimiter: Number.parseInt(options.delimiter, 16) });
    case 'cctalk':
      return new CCTalkParser(options.maxDelayMs);
    case 'regex':
      return new RegexParser({ regex: options.regex === undefined ? undefined : new RegExp(options.regex) } as never);
    default:
      return new InterByteTimeoutParser({ ...options, interval: options.intervalMs } as never);
  }
}

async function run(parser: Transform, writes: readonly Write[]): Promise<{ emitted: string[]; atEnd: string[] }> {
  const emitted: string[] = [];
  parser.on('data', (data: Buffer | string) => emitted.push(Buffer.from(data).toString('hex')));
  for (const write of writes) {
    if (typeof write === 'string') parser.write(Buffer.from(write, 'hex'));
    else await vi.advanceTimersByTimeAsync(write.waitMs);
  }
  const before = [...emitted];
  const ended = new Promise((resolve) => parser.once('end', resolve));
  parser.end();
  await ended;
  return { emitted: before, atEnd: emitted.slice(before.length) };
}

describe('transport-chunking vectors: the serial library', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  for (const vector of vectors) {
    it(`${vector.id} (${vector.stance})`, async () => {
      const { input, expect: wanted } = vector;
      if (wanted.error === true) {
        expect(() => parserFor(vector)).toThrow();
        return;
      }
      const { emitted, atEnd } = await run(parserFor(vector), input.writes);
      if (wanted.eventCount !== undefined) expect(emitted.length + atEnd.length).toBe(wanted.eventCount);
      if (wanted.emitted !== undefined) expect(emitted).toEqual(wanted.emitted);
      if (wanted.atEnd !== undefined) expect(atEnd).toEqual(wanted.atEnd);
    });
  }
});

describe('transport-chunking vectors: our line framing', () => {
  const ofLines = vectors.filter(
    ({ id, input }) => id === 'tc-rx-crlf' || (input.options?.delimiter === '0a' && input.options.include !== true),
  );

  it('has some', () => {
    expect(ofLines.map(({ id }) => id)).toEqual(expect.arrayContaining(['tc-dl-basic', 'tc-rx-crlf']));
  });

  for (const vector of ofLines) {
    it(vector.id, () => {
      const framer = createLineFramer({ end: 'crlf' });
      const lines: string[] = [];
      for (const write of vector.input.writes as string[]) {
        framer.feed(fromHex(write), (value) => {
          if (value.kind === 'line') lines.push(toHex(value.text));
        });
      }
      expect(lines).toEqual(vector.expect.emitted);
    });
  }
});

describe('transport-chunking vectors: our marked blocks', () => {
  const decode = (start: string, end: string, pieces: readonly Uint8Array[]): FramingValue[] => {
    const framer = createMarkedFramer({ start: fromHex(start), end: fromHex(end), maxBlockBytes: 64 });
    const values: FramingValue[] = [];
    for (const piece of pieces) framer.feed(piece, (value) => values.push(value));
    framer.flush((value) => values.push(value));
    return values;
  };

  for (const vector of ofBlocks) {
    it(`${vector.id} (${vector.stance})`, () => {
      const { input, expect: wanted } = vector;
      const { start = input.start ?? '', end = input.end ?? '' } = input.options ?? {};
      if (wanted.error === true) {
        expect(() => decode(start, end, [])).toThrow(RangeError);
        return;
      }
      const values = decode(start, end, (input.writes as string[]).map(fromHex));
      const withMarks = input.options?.includeStart === true || vector.op === 'startEndMessages';
      const blocks = values.flatMap((value) => (value.kind === 'line' ? [withMarks ? value.raw : value.text] : []));
      expect(blocks.map(toHex)).toEqual(wanted.emitted);
      // The peer gives the rest out as data when the stream ends; on a lab link it is no block, and kept as noise.
      if (wanted.atEnd !== undefined) expect(values.map((value) => toHex(value.raw))).toEqual(wanted.atEnd);
    });
  }

  it('gives every byte once, however the reads are cut, and keeps a bounded block', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(2, 3, 7, 65), { maxLength: 200 }), fc.boolean(), (codes, isLong) => {
        const [start, end] = isLong ? ['0207', '0307'] : ['02', '03'];
        const bytes = Uint8Array.from(codes);
        const blocksOf = (values: readonly FramingValue[]): string[] =>
          values.filter((value) => value.kind === 'line' && value.raw.length <= 60).map((value) => toHex(value.raw));
        const single = decode(
          start,
          end,
          codes.map((code) => Uint8Array.of(code)),
        );
        expect([...concatBytes(single.map((value) => value.raw))]).toEqual(codes);
        if (bytes.length <= 64) expect(blocksOf(single)).toEqual(blocksOf(decode(start, end, [bytes])));
      }),
    );
  });
});

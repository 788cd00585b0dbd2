import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCapture } from '../../../electron/instruments/capture-file.ts';
import { replayStored } from '../../../electron/instruments/replay-stored.ts';
import { passingHashing } from '../../../electron/instruments/specimen-hash.ts';
import type { Signal } from '../../../shared/instruments/signals.ts';
import { resourcesFolder } from '../../harness/bench.ts';
import { shippedDefinition } from '../../harness/definitions.ts';
import { splitIntoFrames } from '../../harness/frames.ts';

const generic = await shippedDefinition('generic-lis02');
const text = 'H|\\^&|||X^1\rP|1\rO|1||A1\rR|1|^^^GLU|5.1|g/L||N||F\rL|1|N\r';
const line = (bytes: Uint8Array, dir: 'in' | 'out' = 'in'): string =>
  JSON.stringify({ ms: 0, dir, hex: Buffer.from(bytes).toString('hex') });

function replay(file: Uint8Array | string, definition = generic): Signal[] {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  return [...replayStored(readCapture(bytes), definition, passingHashing(), '2026-11-22T09:00:00.000+00:00')];
}
const values = (signals: readonly Signal[]): string[] =>
  signals.flatMap((one) => (one.kind === 'result' ? [`${one.rawValue} ${one.unit}`] : []));

describe('a capture', () => {
  const wire = Buffer.concat(splitIntoFrames(Buffer.from(text), 9));
  const lines = [...wire].map((byte) => line(Uint8Array.of(byte)));

  it('gives the same with a byte order mark, a description, other line ends, and what the host said', () => {
    const told = [lines[0], line(Uint8Array.of(6), 'out'), ...lines.slice(1)];
    for (const file of [told.join('\n'), `{"about":"x"}\n${told.join('\r\n')}\r\n`, `\ufeff${told.join('\n\n')}\n`]) {
      expect(values(replay(file))).toEqual(['5.1 g/L']);
    }
  });

  it('is known by its first line however long that is', () => {
    const long = text.replace('5.1', `${'9'.repeat(40_000)}.1`);
    expect(values(replay(`${line(Buffer.from(long))}\n`))[0]).toHaveLength(40_006);
  });

  it('whose last line was never finished is read up to there; any other spoiled line ends it', () => {
    const cut = readCapture(Buffer.from(lines.join('\n').slice(0, -3)));
    expect([cut.isCut, cut.steps.length]).toEqual([true, lines.length - 1]);
    expect(readCapture(Buffer.from(lines.join('\n'))).isCut).toBe(false);
    const spoiled = [...lines.slice(0, 3), '{"ms":', ...lines.slice(3)].join('\n');
    expect(() => readCapture(Buffer.from(spoiled))).toThrow(expect.objectContaining({ data: { line: 4 } }));
  });
});

const folders = ['generic-lis02', 'sysmex-xn-1000', 'mettler-toledo-mt-sics'].map((key) => ({
  key,
  folder: join(resourcesFolder, 'instruments', key, 'captures'),
}));
/** What depends on when, where and by which secret it was read. A balance has no checksums, a stored file of one neither. */
const told = (line: Record<string, unknown>): Record<string, unknown> => {
  const { at, instrument, message, frames, definition, checksum, specimen, ...rest } = line;
  return { ...rest, shows: (specimen as { shows: string } | null | undefined)?.shows };
};

describe.each(folders)('the captures of $key', ({ key, folder }) => {
  it.each(readdirSync(folder).filter((name) => /(?<!\.signals)\.jsonl$/.test(name)))('%s', async (name) => {
    const definition = await shippedDefinition(key);
    const expected = readFileSync(join(folder, name.replace('.jsonl', '.signals.jsonl')), 'utf8')
      .trim()
      .split('\n');
    const signals = replay(readFileSync(join(folder, name)), definition);
    expect(signals.map((one) => told({ ...one }))).toEqual(expected.map((line) => told(JSON.parse(line))));
  });
});

describe('a message that was sent again', () => {
  const again = (first: string, second: string): boolean[] =>
    replay(first + second).flatMap((one) => (one.kind === 'message' ? [one.isResend] : []));

  it('is told apart from another one by everything but the time of H', () => {
    const timed = (time: string): string => text.replace('X^1', `X^1|||||||||${time}`);
    expect(again(timed('20260101'), timed('20260102'))).toEqual([false, true]);
    expect(again(text, text.replace('5.1', '5.2'))).toEqual([false, false]);
  });

  it('is given in full', () => {
    expect(values(replay(text + text))).toEqual(['5.1 g/L', '5.1 g/L']);
  });
});

describe('the code page a definition names', () => {
  it('is the platform\u2019s where it is none of ours: a second byte that looks like a delimiter does not cut', () => {
    // U+8B84 is D7 7C in GBK, and 7C is the field delimiter.
    const chinese = Buffer.from(text.replace('g/L', 'g/#'), 'latin1');
    const file = Buffer.concat([
      chinese.subarray(0, chinese.indexOf('#')),
      Buffer.from([0xd7, 0x7c]),
      chinese.subarray(chinese.indexOf('#') + 1),
    ]);
    const named = { ...generic, protocol: { ...generic.protocol, charset: 'gbk' } } as typeof generic;
    expect(values(replay(file, named))).toEqual(['5.1 g/\u8b84']);
  });

  it('that nobody knows leaves the bytes as they are', () => {
    const named = { ...generic, protocol: { ...generic.protocol, charset: 'no-such-page' } } as typeof generic;
    expect(values(replay(text, named))).toEqual(['5.1 g/L']);
  });
});

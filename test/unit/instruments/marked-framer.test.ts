import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMarkedFramer } from '../../../shared/instruments/framing/marked-framer.ts';
import type { FramingValue } from '../../../shared/instruments/framing/values.ts';

const STX = Uint8Array.of(0x02);
const ETX = Uint8Array.of(0x03);
const bytesOf = (text: string) =>
  Uint8Array.from(text.replaceAll('<', '\u0002').replaceAll('>', '\u0003'), (one) => one.charCodeAt(0));

/** What a framer makes of text with `<` and `>` for the marks: blocks by their text, noise joined. */
function read(pieces: readonly string[], options: { maxBlockBytes?: number; isStartUnique?: boolean } = {}): string[] {
  const framer = createMarkedFramer({ start: STX, end: ETX, ...options });
  const out: string[] = [];
  const take = (value: FramingValue): void => {
    const text = String.fromCharCode(...value.raw)
      .replaceAll('\u0002', '<')
      .replaceAll('\u0003', '>');
    if (value.kind === 'line') out.push(text);
    else if (out.at(-1)?.startsWith('~')) out[out.length - 1] += text;
    else out.push(`~${text}`);
  };
  for (const piece of pieces) framer.feed(bytesOf(piece), take);
  framer.flush(take);
  return out;
}

describe('blocks between marks', () => {
  test('come out one by one, with what stands between them as noise', () => {
    expect(read(['ab<one>\r\n<two>x<', 'thr', 'ee>'])).toEqual(['~ab', '<one>', '~\r\n', '<two>', '~x', '<three>']);
  });

  test('where the start mark is unique, a block that lost its end is noise and the next one is whole', () => {
    expect(read(['<one<two>'], { isStartUnique: true })).toEqual(['~<one', '<two>']);
    expect(read(['<one<two>'])).toEqual(['<one<two>']);
  });

  test('longer than the bound are noise, wherever the reads were cut', () => {
    const text = `<${'a'.repeat(40)}><ok>`;
    const whole = read([text], { maxBlockBytes: 16 });
    expect(whole.at(-1)).toBe('<ok>');
    expect(read([...text], { maxBlockBytes: 16 })).toEqual(whole);
  });

  test('are the same however the bytes are cut, and no byte is lost', () => {
    const text = fc.array(fc.constantFrom('<', '>', 'a', 'b', 'cd'), { maxLength: 60 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.boolean(), fc.integer({ min: 3, max: 12 }), (wire, isStartUnique, maxBlockBytes) => {
        const options = { isStartUnique, maxBlockBytes };
        const whole = read([wire], options);
        expect(read([...wire], options)).toEqual(whole);
        const middle = Math.floor(wire.length / 2);
        expect(read([wire.slice(0, middle), wire.slice(middle)], options)).toEqual(whole);
        expect(whole.map((one) => one.replace('~', '')).join('')).toBe(wire);
      }),
    );
  });
});

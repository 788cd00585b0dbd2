import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { containerLimits, readContainer, writeContainer } from '../../../shared/kernel/container.ts';
import { isAppError } from '../../../shared/kernel/errors.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const made = { kind: 'sops', madeAt: '2026-11-22T10:00:00.000Z', madeBy: 'Ruth Keller' };
const write = (items: unknown[]) => writeContainer(made, items, sha256);
const read = (text: string) => readContainer(text, 'sops', sha256);
const codeOf = (text: string) => {
  try {
    read(text);
    return null;
  } catch (error) {
    return isAppError(error) ? error.code : 'not an AppError';
  }
};

describe('the .benchside file', () => {
  test('what was written is read, line by line', () => {
    const file = write([{ a: 1 }, { b: 'ü\n' }]);
    expect(read(file)).toEqual({
      ...made,
      items: [
        { line: 2, value: { a: 1 } },
        { line: 3, value: { b: 'ü\n' } },
      ],
      badLines: [],
    });
    expect(read(file.replaceAll('\n', '\r\n')).badLines).toEqual([]);
    expect(read(`\u{feff}${file}`).badLines).toEqual([]);
  });

  test.each([
    ['', 'container/empty'],
    ['\n \n', 'container/empty'],
    ['%PDF-1.7', 'container/not-a-container'],
    ['{"a":1}', 'container/not-a-container'],
    ['null', 'container/not-a-container'],
    [write([]).replace('"benchside":1', '"benchside":2'), 'container/newer'],
    [write([]).replace('"sops"', '"capture"'), 'container/other-kind'],
    ['x'.repeat(containerLimits.fileBytes + 1), 'container/too-large'],
  ])('a file that is none of ours ends in a plain code: %#', (text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  test('cut off at any place, the lines before can be taken and the cut is told', () => {
    const file = write([{ a: 1 }, { b: 2 }]);
    const first = file.indexOf('\n') + 1;
    for (let end = first; end < file.length - 1; end += 1) {
      const { items, badLines } = read(file.slice(0, end));
      expect(badLines.some(({ code }) => code === 'cut-off')).toBe(true);
      expect(items.length).toBeLessThanOrEqual(2);
    }
  });

  test('a changed line is told, and the others stand', () => {
    const { items, badLines } = read(write([{ a: 1 }, { b: 2 }]).replace('"b":2', '"b":3'));
    expect([items.length, badLines]).toEqual([2, [{ line: 4, code: 'changed' }]]);
    expect(read(write([{ a: 1 }]).replace('{"a":1}', '{"a":')).badLines[0]).toEqual({ line: 2, code: 'not-json' });
  });

  test('whatever the text is, it is read or refused with a code', () => {
    const file = write([{ a: 1 }]);
    const broken = fc
      .tuple(fc.nat(file.length), fc.nat(20), fc.string())
      .map(([at, length, text]) => file.slice(0, at) + text + file.slice(at + length));
    fc.assert(
      fc.property(fc.oneof(fc.string(), broken), (text) => {
        const code = codeOf(text);
        expect(code === null || code.startsWith('container/')).toBe(true);
      }),
    );
  });
});

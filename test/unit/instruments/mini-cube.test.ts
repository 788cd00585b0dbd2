import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBlockMachine } from '../../../shared/instruments/block-machine.ts';
import { miniCubeDriver } from '../../../shared/instruments/drivers/mini-cube/driver.ts';
import { createMiniCubeFramer, readFrame } from '../../../shared/instruments/drivers/mini-cube/frame.ts';
import type { FramingValue } from '../../../shared/instruments/framing/values.ts';
import { textToLatin1 } from '../../../shared/kernel/bytes.ts';
import { shippedDefinition, testContext } from '../../harness/definitions.ts';

const definition = await shippedDefinition('diesse-mini-cube');
/** The frame of the published example. */
const example = '>0020015101SYNTH01\u00100102240815  1200000001\r77';

function frames(bytes: Uint8Array, cut = 7): FramingValue[] {
  const found: FramingValue[] = [];
  const framer = createMiniCubeFramer();
  for (let at = 0; at < bytes.length; at += cut)
    framer.feed(bytes.subarray(at, at + cut), (value) => found.push(value));
  framer.flush((value) => found.push(value));
  return found;
}

test('the published frame is read, among noise that looks like its beginning', () => {
  for (const noise of ['', '>', '>00', 'x\r', '>140>0']) {
    const lines = frames(textToLatin1(`${noise}${example}${example}`)).filter(({ kind }) => kind === 'line');
    expect(lines.map(({ raw }) => Buffer.from(raw).toString('latin1'))).toEqual([example, example]);
  }
});

test.each([
  [example, 'ok', '\u000601\r'],
  [example.replace('  12', '  13'), 'failed', '\u00150104\r'],
  [example.replace('>0020', '>00G0'), 'failed', '\u00150105\r'],
  [example.replace('>0020', '>0021'), 'failed', '\u00150106\r'],
  ['>01', 'failed', '\u00150100\r'],
  [example.replace('51', 'D1'), 'absent', '\u000601\r'],
])('%j is judged and answered as the manuals list it', (text, verdict, answer) => {
  const block = textToLatin1(text);
  expect(miniCubeDriver.verify(definition, block)).toBe(verdict);
  const said = miniCubeDriver.answer(definition, block, verdict !== 'failed');
  expect(Buffer.from(said!.bytes).toString('latin1')).toBe(answer);
});

test('an answer goes out when its time has come, and not after the line was lost', () => {
  const machine = createBlockMachine(miniCubeDriver, definition, true);
  const block = textToLatin1(example);
  const deliver = (ref: number) => [
    ...machine.handle({ kind: 'value', value: { kind: 'line', text: block, raw: block }, ref }),
    ...machine.handle({ kind: 'frame-committed', ref }),
  ];
  expect(deliver(1)).toContainEqual({ kind: 'start-timer', name: 'answer', ms: 900 });
  expect(machine.handle({ kind: 'timer', name: 'answer' })).toMatchObject([{ kind: 'send', label: 'ACK' }]);
  deliver(2);
  machine.handle({ kind: 'link-closed' });
  expect(machine.handle({ kind: 'timer', name: 'answer' })).toEqual([]);
});

test('any bytes come out once, are read without a fault, and show no bar code', () => {
  const piece = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(textToLatin1(example), textToLatin1('>\r')));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.integer({ min: 1, max: 50 }), (pieces, cut) => {
      const bytes = Buffer.concat(pieces);
      const found = frames(bytes, cut);
      expect(Buffer.concat(found.map(({ raw }) => raw)).equals(bytes)).toBe(true);
      for (const value of found) {
        if (value.kind !== 'line') continue;
        readFrame(value.text);
        miniCubeDriver.interpret(definition, value.text, testContext());
        expect(miniCubeDriver.mask(definition, value.raw)).not.toContain('SYNTH');
      }
    }),
    { numRuns: 200 },
  );
});

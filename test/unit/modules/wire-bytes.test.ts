import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskedBytes } from '../../../electron/modules/wire/capture.ts';
import { bytesOfMasked, nameBytes } from '../../../electron/modules/wire/unmasked.ts';

const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

test('any bytes are named one sign a byte, and come back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect([...bytesOfMasked(nameBytes(bytes), bytes)!]).toEqual([...bytes]);
    }),
  );
});

test('what the mask hides stays hidden, whatever it was', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: 255 }), fc.boolean()), { maxLength: 200 }), (signs) => {
      const original = Uint8Array.from(signs, ([byte]) => byte);
      const text = signs.map(([byte, isHidden]) => (isHidden ? '*' : nameBytes(Uint8Array.of(byte)))).join('');
      const masked = bytesOfMasked(text, original)!;
      expect([...masked]).toEqual(signs.map(([byte, isHidden]) => (isHidden ? 0x2a : byte)));
    }),
  );
});

test('a form feed and the byte 255 share a name and are told apart; a name as plain text is text', () => {
  for (const byte of [0x0c, 0xff]) expect([...bytesOfMasked('<FF>', Uint8Array.of(byte))!]).toEqual([byte]);
  expect(Buffer.from(bytesOfMasked('<CR>', latin1('<CR>'))!).toString()).toBe('<CR>');
});

test('a masked frame gets the checksum of what it now holds; a damaged one stays damaged', () => {
  const original = latin1('\x021ab\x0300\r\n');
  const text = '<STX>1xx<ETX>00<CR><LF>';
  const frame = { number: 1, checksumSent: 'A5', checksumComputed: 'A5', isLast: true };
  const sum = (0x31 + 0x78 + 0x78 + 0x03) % 256;
  const good = Buffer.from(maskedBytes({ text, frame }, original)).toString('latin1');
  expect(good.slice(5, 7)).toBe(sum.toString(16).toUpperCase().padStart(2, '0'));
  const bad = Buffer.from(maskedBytes({ text, frame: { ...frame, checksumSent: 'A6' } }, original)).toString('latin1');
  expect(bad.slice(5, 7)).toBe('00');
});

test('a line that does not come out is as many x as it had bytes', () => {
  expect(Buffer.from(maskedBytes({ text: 'abc', frame: null }, latin1('abcd'))).toString()).toBe('xxxx');
});

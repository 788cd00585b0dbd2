import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findSettable } from '../../../electron/modules/reports/pdf/settable-picture.ts';
import { smallPng } from '../../harness/small-png.ts';

const jpeg = Uint8Array.from([
  ...[0xff, 0xd8, 0xff, 0xe0, 0x00, 0x04, 0x00, 0x00],
  ...[0xff, 0xc0, 0x00, 0x0b, 0x08, 0x00, 0x10, 0x00, 0x20, 0x03, 0x01, 0x11, 0x00],
]);

test('a whole PNG and a JPEG whose size can be read are set', () => {
  expect([findSettable(smallPng()), findSettable(jpeg)]).toEqual(['png', 'jpeg']);
});

test('what only begins like a picture, another kind, and an empty file are not', () => {
  expect(findSettable(smallPng().slice(0, 40))).toBeNull();
  expect(findSettable(jpeg.slice(0, 10))).toBeNull();
  expect(findSettable(new TextEncoder().encode('GIF89a and more'))).toBeNull();
  expect(findSettable(new Uint8Array())).toBeNull();
});

test('a PNG with any byte of its parts changed is not set', () => {
  const whole = smallPng();
  for (let at = 16; at < whole.length - 12; at += 1) {
    const changed = Uint8Array.from(whole);
    changed[at] = (changed[at] ?? 0) ^ 0x41;
    expect(findSettable(changed), `byte ${at}`).toBeNull();
  }
});

test('nothing makes it throw', () => {
  const starts = fc.constantFrom<readonly number[]>([], [0xff, 0xd8], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  fc.assert(
    fc.property(starts, fc.uint8Array({ maxLength: 200 }), (start, rest) => {
      findSettable(Uint8Array.from([...start, ...rest]));
    }),
  );
});

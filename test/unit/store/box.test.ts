import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openBox, sealForBox, sharedSecret } from '../../../electron/store/box.ts';

const keyPair = () => {
  const { d, x } = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' });
  return { d: d!, x: x! };
};
const own = keyPair();
const other = keyPair();
const agree = (publicKey: string) => sharedSecret(own, publicKey);

test('what was sealed for a workstation opens there, and only there, and only for what it was meant', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), fc.string({ maxLength: 40 }), (bytes, purpose) => {
      const boxed = sealForBox(own.x, purpose, bytes);
      expect(Buffer.from(openBox(agree, purpose, boxed)).equals(bytes)).toBe(true);
      expect(() => openBox(agree, `${purpose}!`, boxed)).toThrow('keys/cannot-open');
      expect(() => openBox((key) => sharedSecret(other, key), purpose, boxed)).toThrow('keys/cannot-open');
    }),
    { numRuns: 40 },
  );
});

test('one changed letter and it does not open', () => {
  const boxed = sealForBox(own.x, 'test', Buffer.from('something nobody else may read'));
  for (let at = 0; at < boxed.sealed.length; at++) {
    const letter = boxed.sealed[at] === 'A' ? 'B' : 'A';
    const sealed = boxed.sealed.slice(0, at) + letter + boxed.sealed.slice(at + 1);
    if (Buffer.from(sealed, 'base64url').equals(Buffer.from(boxed.sealed, 'base64url'))) continue;
    expect(() => openBox(agree, 'test', { ...boxed, sealed })).toThrow('keys/cannot-open');
  }
  expect(() => openBox(agree, 'test', { from: '', sealed: '' })).toThrow('keys/cannot-open');
});

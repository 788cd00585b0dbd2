import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileKeyProvider, passphraseKeyProvider } from '../../../electron/store/key-providers.ts';
import { loadKeyring } from '../../../electron/store/keyring.ts';
import { isSignedBy, publicKeyOf, recordCrypto } from '../../../electron/store/record-crypto.ts';
import { isUuid } from '../../../shared/kernel/ids.ts';
import { openTestStore, testFolder } from '../../harness/store.ts';

const make = { newId: () => '0199aaaa-bbbb-7ccc-8ddd-0123456789ab', machine: 'm1' };
const hash = recordCrypto.hashText('x');

describe('keys', () => {
  test('are made once, kept, and sign the same way after a restart', async () => {
    const folder = testFolder('keys');
    const { keyring, isNew } = await loadKeyring(fileKeyProvider(folder), make);
    expect(isNew).toBe(true);
    expect(isUuid(keyring.device)).toBe(true);
    expect(keyring.scope).toMatch(/^provisional:/);
    const again = await loadKeyring(fileKeyProvider(folder), make);
    expect(again.isNew).toBe(false);
    expect(Buffer.from(again.keyring.sign(hash))).toEqual(Buffer.from(keyring.sign(hash)));
    expect(isSignedBy(publicKeyOf(keyring.publicKey), hash, keyring.sign(hash))).toBe(true);
    expect(again.keyring.specimenHash('S-1')).toBe(keyring.specimenHash('S-1'));
  });

  test("a new epoch has a new signing key and keeps the others' public halves", async () => {
    const folder = testFolder('keys');
    const { keyring } = await loadKeyring(fileKeyProvider(folder), make);
    const next = await keyring.openEpoch('m2');
    expect(next).toMatchObject({ epoch: 2, machine: 'm2', device: keyring.device });
    expect(next.epochs.map((one) => one.publicKey)).toEqual([keyring.publicKey, next.publicKey]);
    expect(isSignedBy(publicKeyOf(keyring.publicKey), hash, next.sign(hash))).toBe(false);
    // Data sealed before stays readable.
    expect(Buffer.from(next.open('wire a', keyring.seal('wire a', Buffer.from('x')))).toString()).toBe('x');
    expect((await loadKeyring(fileKeyProvider(folder), make)).keyring.epoch).toBe(2);
  });

  test('sealed bytes open with their purpose only, and not when changed', async () => {
    const { keyring } = await loadKeyring(fileKeyProvider(testFolder('keys')), make);
    const sealed = keyring.seal('wire a', Buffer.from('frame'));
    expect(Buffer.from(keyring.open('wire a', sealed)).toString()).toBe('frame');
    expect(() => keyring.open('wire b', sealed)).toThrow('keys/cannot-open');
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      expect(() => keyring.open('wire a', changed)).toThrow('keys/cannot-open');
    }
    expect(() => keyring.open('wire a', sealed.slice(0, 10))).toThrow('keys/cannot-open');
  });
});

describe('providers', () => {
  test.skipIf(process.platform === 'win32')('the file is for the user alone, also when a copy widened it', async () => {
    const folder = testFolder('keys');
    const path = join(folder, 'keys.json');
    await loadKeyring(fileKeyProvider(folder), make);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    chmodSync(path, 0o644);
    await fileKeyProvider(folder, { readonly: true }).read();
    expect(statSync(path).mode & 0o777).toBe(0o644);
    await loadKeyring(fileKeyProvider(folder), make);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('a file that holds no keys is named, not overwritten', async () => {
    const folder = testFolder('keys');
    writeFileSync(join(folder, 'keys.json'), '{"format":"other"}');
    await expect(loadKeyring(fileKeyProvider(folder), make)).rejects.toThrow('keys/unreadable');
    expect(readFileSync(join(folder, 'keys.json'), 'utf8')).toBe('{"format":"other"}');
  });

  test('behind a passphrase nothing shows, and another one is refused', async () => {
    const folder = testFolder('keys');
    const store = await openTestStore(folder, { keyProvider: passphraseKeyProvider(folder, 'four words on paper') });
    const { device } = store.health();
    await store.close();
    const kept = readFileSync(join(folder, 'keys.passphrase'), 'utf8');
    expect(kept).not.toContain(device);
    const wrong = openTestStore(folder, { keyProvider: passphraseKeyProvider(folder, 'four other words') });
    await expect(wrong).rejects.toThrow('keys/locked');
    const again = await openTestStore(folder, { keyProvider: passphraseKeyProvider(folder, 'four words on paper') });
    expect(again.health().device).toBe(device);
  });
});

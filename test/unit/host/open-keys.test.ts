import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openKeys } from '../../../electron/host/open-keys.ts';
import { fileKeyProvider } from '../../../electron/store/key-providers.ts';
import type { KeyProvider } from '../../../electron/store/keys.ts';
import { escrowGroups } from '../../../shared/kernel/escrow-code.ts';
import { encryptFolder } from '../../harness/encrypt.ts';
import { lampModule } from '../../harness/sample-module.ts';
import { openTestStore, testFolder } from '../../harness/store.ts';

function osStore(): KeyProvider & { text: string | undefined } {
  const store = {
    kind: 'os-store' as const,
    text: undefined as string | undefined,
    read: async () => store.text,
    write: async (secret: string) => {
      store.text = secret;
    },
  };
  return store;
}

describe('keys that a person opens', () => {
  test('an escrow code puts all keys back, and later starts go without it', async () => {
    const folder = testFolder('unlock');
    const keys = osStore();
    const options = { dataFolder: folder, modules: [lampModule], app: 'test 1', ballastBytes: 0 };
    const code = await encryptFolder({ ...options, keyProvider: keys });
    const kept = keys.text;
    const lost = osStore();
    const settings = { dataFolder: folder, keyProvider: 'os-store' as const, usualKeyProvider: 'os-store' as const };
    const without = (await openKeys({ ...settings, unlocking: null }, lost)).provider;
    await expect(openTestStore(folder, { keyProvider: without })).rejects.toMatchObject({ code: 'store/key-missing' });
    const unlocking = { way: 'escrow-code' as const, text: code };
    const { provider } = await openKeys({ ...settings, unlocking }, lost);
    await openTestStore(folder, { keyProvider: provider });
    expect(lost.text).toBe(kept);
  });

  test('the code of another file, or a mistyped one, is refused and nothing is kept', async () => {
    const folder = testFolder('unlock');
    const options = { dataFolder: folder, modules: [lampModule], app: 'test 1', ballastBytes: 0 };
    const code = await encryptFolder({ ...options, keyProvider: osStore() });
    const before = readdirSync(folder).map((name) => `${name} ${existsSync(join(folder, name))}`);
    const lost = osStore();
    for (const text of [escrowGroups(new Uint8Array(32)).join(' '), `${code.slice(0, -1)}*`, code.slice(5)]) {
      const unlocking = { way: 'escrow-code' as const, text };
      const settings = { dataFolder: folder, keyProvider: 'os-store' as const, usualKeyProvider: 'os-store' as const };
      await expect(openKeys({ ...settings, unlocking }, lost)).rejects.toMatchObject({
        code: 'store/escrow-code',
      });
    }
    expect(lost.text).toBeUndefined();
    expect(readdirSync(folder).map((name) => `${name} ${existsSync(join(folder, name))}`)).toEqual(before);
  });

  test('without the sealed copy the code still opens the file, under keys of a new device', async () => {
    const folder = testFolder('unlock');
    const options = { dataFolder: folder, modules: [lampModule], app: 'test 1', ballastBytes: 0 };
    const code = await encryptFolder({ ...options, keyProvider: osStore() });
    rmSync(join(folder, 'keys.escrow.json'));
    const unlocking = { way: 'escrow-code' as const, text: code };
    const settings = { dataFolder: folder, keyProvider: 'os-store' as const, usualKeyProvider: 'os-store' as const };
    const { provider } = await openKeys({ ...settings, unlocking }, osStore());
    const store = await openTestStore(folder, { keyProvider: provider });
    expect(store.encryption.state().mode).toBe('encrypted');
  });

  test('keys go behind a passphrase and come back; it is asked for, and a wrong one is told', async () => {
    const folder = testFolder('unlock');
    const plain = await openTestStore(folder);
    await plain.close();
    const first = {
      dataFolder: folder,
      keyProvider: 'file' as const,
      usualKeyProvider: 'file' as const,
      unlocking: null,
    };
    await (await openKeys(first, osStore())).move({ passphrase: 'correct horse' });
    expect(existsSync(join(folder, 'keys.json'))).toBe(false);
    const settings = { ...first, keyProvider: 'passphrase' as const };
    await expect(openKeys(settings, osStore())).rejects.toMatchObject({ code: 'keys/locked' });
    const opened = (text: string) => openKeys({ ...settings, unlocking: { way: 'passphrase', text } }, osStore());
    const wrong = (await opened('battery')).provider;
    await expect(openTestStore(folder, { keyProvider: wrong })).rejects.toMatchObject({ code: 'keys/locked' });
    const right = await opened('correct horse');
    const store = await openTestStore(folder, { keyProvider: right.provider });
    expect(store.keys.device).toBe(plain.keys.device);
    await store.close();
    await right.move('key-store');
    expect(existsSync(join(folder, 'keys.passphrase'))).toBe(false);
    expect((await openTestStore(folder)).keys.device).toBe(plain.keys.device);
  });

  test('a forgotten passphrase is got round with the escrow code of an encrypted file', async () => {
    const folder = testFolder('unlock');
    const options = { dataFolder: folder, modules: [lampModule], app: 'test 1', ballastBytes: 0 };
    const code = await encryptFolder({ ...options, keyProvider: fileKeyProvider(folder) });
    const first = {
      dataFolder: folder,
      keyProvider: 'file' as const,
      usualKeyProvider: 'file' as const,
      unlocking: null,
    };
    await (await openKeys(first, osStore())).move({ passphrase: 'nobody remembers this' });
    const unlocking = { way: 'escrow-code' as const, text: code };
    const { provider } = await openKeys({ ...first, keyProvider: 'passphrase', unlocking }, osStore());
    expect(existsSync(join(folder, 'keys.passphrase'))).toBe(false);
    expect((await openTestStore(folder, { keyProvider: provider })).encryption.state().mode).toBe('encrypted');
  });
});

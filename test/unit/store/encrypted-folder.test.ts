import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileLock } from '../../../electron/store/file-key.ts';
import type { KeyProvider } from '../../../electron/store/keys.ts';
import { verifyDataFolder } from '../../../electron/store/verify-folder.ts';
import { escrowGroups } from '../../../shared/kernel/escrow-code.ts';
import { draft } from '../../../shared/records/define.ts';
import { lampHung, lampMeasured, lampModule, tester } from '../../harness/sample-module.ts';
import { openTestStore, rowsOf, testFolder } from '../../harness/store.ts';

/** Keys that lie nowhere in the folder, as with the OS key store. */
function memoryKeys(): KeyProvider & { text: string | undefined } {
  const provider = {
    kind: 'os-store' as const,
    text: undefined as string | undefined,
    read: async () => provider.text,
    write: async (secret: string) => {
      provider.text = secret;
    },
  };
  return provider;
}

const words = ['Marguerite Halloway', 'a note nobody else may read'];

async function fill(folder: string, keyProvider: KeyProvider) {
  const store = await openTestStore(folder, { keyProvider });
  for (let n = 0; n < 40; n++) {
    store.records.append([draft(lampHung, `lamp/${n}`, { name: `${words[0]} ${n}`, watts: n })], tester);
  }
  const note = `${words[1]} `.repeat(300);
  store.records.append([draft(lampMeasured, 'lamp/1', { lux: 1, note })], tester);
  await store.wire.append([
    {
      instrumentId: 'instrument-in-the-cellar',
      conversation: 'c',
      dir: 'in',
      kind: 'frame',
      bytes: Buffer.from('frame'),
      monoMs: 1,
      wallAt: '2026-11-22T10:00:00.000Z',
    },
  ]);
  await store.backup();
  return store;
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

const looksOf = (folder: string) =>
  filesOf(folder).map((path) => [
    path,
    statSync(path).mtimeMs,
    createHash('sha256').update(readFileSync(path)).digest('hex'),
  ]);

async function turnOn(folder: string, keyProvider: KeyProvider) {
  const store = await openTestStore(folder, { keyProvider });
  const groups = await store.encryption.escrowGroups();
  expect(await store.encryption.prove(groups.join('-'))).toEqual({ isRight: true, wrongGroups: [] });
  await store.encryption.order('turn-on');
  await store.close();
  return groups.join(' ');
}

describe('the encrypted data file', () => {
  test('shows nothing without the key, and everything with it', async () => {
    const folder = testFolder('encrypted');
    const keys = memoryKeys();
    const plain = await fill(folder, keys);
    const before = rowsOf(plain, 'record_log', 'lamps', 'logs');
    await plain.close();
    await turnOn(folder, keys);
    const store = await openTestStore(folder, { keyProvider: keys });
    expect(store.encryption.state()).toMatchObject({ mode: 'encrypted', pending: 'none' });
    expect(rowsOf(store, 'record_log', 'lamps', 'logs')).toEqual(before);
    expect(store.wire.read({ limit: 5 }).map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(['frame']);
    expect(store.records.read('lamp/3')).toHaveLength(1);
    store.records.append([draft(lampHung, 'lamp/x', { name: `${words[0]} x`, watts: 1 })], tester);
    await store.backup();
    expect(store.backups().every(({ file, isVerified }) => file.endsWith('.enc') && isVerified)).toBe(true);
    for (const path of filesOf(folder)) {
      const bytes = readFileSync(path);
      for (const word of [...words, 'SQLite format 3', 'lamp.hung', 'instrument-in-the-cellar']) {
        expect(bytes.includes(word), `${word} in ${path}`).toBe(false);
      }
    }
    await store.close();
    const report = await verifyDataFolder({ dataFolder: folder, modules: [lampModule], keyProvider: keys });
    expect(report.problems).toEqual([]);
    expect(report.wireEntryCount).toBe(1);
    const again = await openTestStore(folder, { keyProvider: keys });
    expect(again.keys.epoch).toBe(1);
  });

  test('does not open with another key or without, and is not touched', async () => {
    const folder = testFolder('encrypted');
    const keys = memoryKeys();
    await (await fill(folder, keys)).close();
    await turnOn(folder, keys);
    await (await openTestStore(folder, { keyProvider: keys })).close();
    const other = memoryKeys();
    const otherFolder = testFolder('other');
    await (await fill(otherFolder, other)).close();
    await turnOn(otherFolder, other);
    const before = looksOf(folder);
    await expect(openTestStore(folder, { keyProvider: other })).rejects.toMatchObject({ code: 'store/wrong-key' });
    await expect(openTestStore(folder, { keyProvider: memoryKeys() })).rejects.toMatchObject({
      code: 'store/key-missing',
    });
    const after = looksOf(folder);
    expect(after).toEqual(before);
  });

  test('is turned off again, and its encrypted backups stay readable', async () => {
    const folder = testFolder('encrypted');
    const keys = memoryKeys();
    await (await fill(folder, keys)).close();
    await turnOn(folder, keys);
    const store = await openTestStore(folder, { keyProvider: keys });
    const before = rowsOf(store, 'record_log', 'lamps');
    await store.encryption.order('turn-off');
    await store.close();
    const plain = await openTestStore(folder, { keyProvider: keys });
    expect(plain.encryption.state()).toMatchObject({ mode: 'plain', pending: 'none' });
    expect(rowsOf(plain, 'record_log', 'lamps')).toEqual(before);
    expect(fileLock(join(folder, 'benchside.sqlite'), [])).toBe('plain');
    expect(existsSync(join(folder, 'keys.escrow.json'))).toBe(false);
    expect(plain.backups().some(({ file }) => file.endsWith('.enc'))).toBe(true);
  });

  test('is only ordered when the code was typed back', async () => {
    const folder = testFolder('encrypted');
    const store = await openTestStore(folder);
    await expect(store.encryption.order('turn-on')).rejects.toMatchObject({ code: 'system/escrow-not-proved' });
    const groups = await store.encryption.escrowGroups();
    expect(await store.encryption.escrowGroups()).toEqual(groups);
    await expect(store.encryption.order('turn-on')).rejects.toMatchObject({ code: 'system/escrow-not-proved' });
    expect(await store.encryption.prove(escrowGroups(new Uint8Array(32)).join(''))).toMatchObject({ isRight: false });
    await expect(store.encryption.order('turn-off')).rejects.toMatchObject({ code: 'system/encryption-unchanged' });
    await store.encryption.prove(groups.join('').toLowerCase());
    await store.encryption.order('turn-on');
    expect(store.encryption.state()).toMatchObject({ mode: 'plain', pending: 'turn-on' });
    await store.encryption.order('turn-off');
    expect(store.encryption.state()).toMatchObject({ mode: 'plain', pending: 'none' });
  });
});

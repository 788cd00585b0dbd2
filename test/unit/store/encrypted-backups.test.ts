import { closeSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileLock } from '../../../electron/store/file-key.ts';
import { fileKeyProvider } from '../../../electron/store/key-providers.ts';
import { restoreBackup } from '../../../electron/store/restore.ts';
import { verifyDataFolder } from '../../../electron/store/verify-folder.ts';
import { draft } from '../../../shared/records/define.ts';
import { encryptFolder, orderEncryption } from '../../harness/encrypt.ts';
import { lampHung, lampModule, tester } from '../../harness/sample-module.ts';
import { openTestStore, rowsOf, testFolder } from '../../harness/store.ts';

const hang = (n: number) => draft(lampHung, `lamp/${n}`, { name: `lamp ${n}`, watts: n });
const optionsOf = (dataFolder: string) => ({
  dataFolder,
  modules: [lampModule],
  keyProvider: fileKeyProvider(dataFolder),
  app: 'test 1',
  ballastBytes: 0,
});
const restore = (dataFolder: string, file: string) =>
  restoreBackup({
    dataFolder,
    file,
    keyProvider: fileKeyProvider(dataFolder),
    modules: [lampModule],
    wallMs: Date.now,
  });
const problemsOf = async (dataFolder: string) =>
  (
    await verifyDataFolder({ dataFolder, modules: [lampModule], keyProvider: fileKeyProvider(dataFolder) })
  ).problems.map(({ code, where }) => `${code} ${where}`);

async function encrypted(count = 30): Promise<string> {
  const folder = testFolder('encrypted');
  const store = await openTestStore(folder);
  for (let n = 0; n < count; n++) store.records.append([hang(n)], tester);
  await store.close();
  await encryptFolder(optionsOf(folder));
  return folder;
}

describe('backups of an encrypted file', () => {
  test('are taken while saves go on, and prove themselves', async () => {
    const folder = await encrypted();
    const store = await openTestStore(folder);
    const target = join(testFolder('elsewhere'), 'copy');
    const taking = store.backup(target);
    for (let n = 100; n < 140; n++) {
      store.records.append([hang(n)], tester);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await taking).recordCount).toBeGreaterThanOrEqual(31);
    expect(store.records.count()).toBeGreaterThanOrEqual(71);
    expect(fileLock(target, store.keys.fileKeys)).toHaveProperty('key');
    // Saves after it reach the main file again: nothing holds the WAL.
    const [state] = store.db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    expect(state?.busy).toBe(0);
    await store.close();
    expect(await problemsOf(folder)).toEqual([]);
  });

  test('are put back: encrypted ones, and plain ones from before', async () => {
    const folder = testFolder('encrypted');
    const plainCopy = join(testFolder('elsewhere'), 'plain');
    const first = await openTestStore(folder);
    first.records.append([hang(1), hang(2)], tester);
    await first.backup(plainCopy);
    await first.close();
    await encryptFolder(optionsOf(folder));
    const store = await openTestStore(folder);
    store.records.append([hang(3)], tester);
    const { file } = await store.backup();
    store.records.append([hang(4)], tester);
    await store.close();
    for (const copy of [file, plainCopy]) {
      await restore(folder, copy);
      const again = await openTestStore(folder);
      expect(again.encryption.state().mode).toBe('encrypted');
      const names = again.db.prepare('SELECT name FROM lamps ORDER BY 1').pluck().all();
      expect(names).toEqual(['lamp 1', 'lamp 2', 'lamp 3', 'lamp 4']);
      await again.close();
      expect(await problemsOf(folder)).toEqual([]);
    }
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('a backup under another key changes nothing', async () => {
    const folder = await encrypted();
    const other = await encrypted();
    const store = await openTestStore(other);
    const { file } = await store.backup();
    await store.close();
    const before = readFileSync(join(folder, 'benchside.sqlite'));
    await expect(restore(folder, file)).rejects.toMatchObject({ code: 'store/wrong-key' });
    expect(readFileSync(join(folder, 'benchside.sqlite')).equals(before)).toBe(true);
  });
});

describe('a damaged encrypted file', () => {
  test('gives every record back from its pages, header, schema and tree gone', async () => {
    const folder = await encrypted();
    rmSync(join(folder, 'backups'), { recursive: true });
    const store = await openTestStore(folder);
    const before = rowsOf(store, 'lamps');
    await store.close();
    const path = join(folder, 'benchside.sqlite');
    const file = openSync(path, 'r+');
    // The first page is overwritten whole: schema and tree are gone.
    writeSync(file, Buffer.alloc(1024, 0xaa), 0, 1024, 100);
    closeSync(file);
    expect(await problemsOf(folder)).toContain('file-damaged benchside.sqlite');
    const again = await openTestStore(folder);
    expect(again.health().recoveryReport).not.toBeNull();
    expect(rowsOf(again, 'lamps')).toEqual(before);
    expect(again.encryption.state().mode).toBe('encrypted');
    await again.close();
    expect(fileLock(path, [])).toBe('unknown-key');
  });

  test('that is beyond reading comes back from its newest backup', async () => {
    const folder = await encrypted();
    const path = join(folder, 'benchside.sqlite');
    const bytes = readFileSync(path);
    // All but the mark: whose file it was can still be seen.
    writeFileSync(path, Buffer.concat([bytes.subarray(0, 16), Buffer.alloc(bytes.length - 16, 7)]));
    const store = await openTestStore(folder);
    expect(store.db.prepare('SELECT count(*) FROM lamps').pluck().get()).toBe(30);
    expect(store.health().recoveryReport).not.toBeNull();
  }, 60_000);

  test('with every byte gone is no reason to begin anew beside it without the key', async () => {
    const folder = await encrypted();
    writeFileSync(join(folder, 'benchside.sqlite'), Buffer.alloc(20_000, 9));
    rmSync(join(folder, 'keys.json'));
    await expect(openTestStore(folder)).rejects.toMatchObject({ code: 'store/key-missing' });
  });
});

describe('an order that can not be carried out', () => {
  test('a damaged plain file is recovered, and the order is tried again by the next start', async () => {
    const folder = testFolder('encrypted');
    const store = await openTestStore(folder);
    for (let n = 0; n < 30; n++) store.records.append([hang(n)], tester);
    await orderEncryption(store);
    await store.close();
    const path = join(folder, 'benchside.sqlite');
    const bytes = readFileSync(path);
    bytes.fill(0xaa, 100, 1900);
    writeFileSync(path, bytes);
    const plain = await openTestStore(folder);
    expect(plain.encryption.state()).toMatchObject({ mode: 'plain', pending: 'turn-on', problem: 'store/damaged' });
    expect(plain.db.prepare('SELECT count(*) FROM lamps').pluck().get()).toBe(30);
    await plain.close();
    const again = await openTestStore(folder);
    expect(again.encryption.state()).toMatchObject({ mode: 'encrypted', pending: 'none', problem: null });
    expect(again.db.prepare('SELECT count(*) FROM lamps').pluck().get()).toBe(30);
    expect(readdirSync(folder).filter((name) => name.startsWith('set-aside'))).toEqual([]);
  });
});

import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chooseKept } from '../../../electron/store/backup.ts';
import { fileKeyProvider } from '../../../electron/store/key-providers.ts';
import { restoreBackup } from '../../../electron/store/restore.ts';
import { verifyDataFolder } from '../../../electron/store/verify-folder.ts';
import { draft } from '../../../shared/records/define.ts';
import { lampHung, lampMeasured, lampModule, tester } from '../../harness/sample-module.ts';
import { openTestStore, rowsOf, testFolder } from '../../harness/store.ts';

const hang = (at: number) => draft(lampHung, `lamp/${at}`, { name: `L${at}`, watts: at });
const restore = (dataFolder: string, file: string, bringBack = true) =>
  restoreBackup({
    dataFolder,
    file,
    keyProvider: fileKeyProvider(dataFolder),
    modules: [lampModule],
    wallMs: Date.now,
    bringBack,
  });
const verify = (dataFolder: string) =>
  verifyDataFolder({ dataFolder, modules: [lampModule], keyProvider: fileKeyProvider(dataFolder) });

describe('backup', () => {
  test('is taken while records are saved, proved, packed and listed', async () => {
    const folder = testFolder('backup');
    const store = await openTestStore(folder);
    for (let at = 0; at < 500; at++) store.records.append([hang(at)], tester);
    const copying = store.backup();
    store.records.append([hang(1000)], tester);
    const { file, recordCount, byteCount } = await copying;
    expect(recordCount).toBeGreaterThanOrEqual(501);
    expect(store.backups()).toMatchObject([{ byteCount, isVerified: true, recordCount }]);
    expect(existsSync(file)).toBe(true);
    expect(readdirSync(join(folder, 'backups')).some((name) => name.endsWith('.part'))).toBe(false);
    expect(store.health().lastBackupAt).not.toBeNull();
  });

  test('to a file elsewhere is no part of the ladder', async () => {
    const store = await openTestStore(testFolder('backup'));
    store.records.append([hang(1)], tester);
    const file = join(testFolder('stick'), 'copy.sqlite.gz');
    expect(await store.backup(file)).toMatchObject({ file, recordCount: 2 });
    expect(store.backups()).toEqual([]);
  });

  test('is taken by itself when something has changed, and only then', async () => {
    const store = await openTestStore(testFolder('backup'), { backupEveryMs: 20 });
    store.records.append([hang(1)], tester);
    await expect.poll(() => store.backups().length, { timeout: 10_000 }).toBe(1);
    const { at } = store.backups()[0]!;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(store.backups().map((backup) => backup.at)).toEqual([at]);
  });

  test('is refused when what would be copied does not hold', async () => {
    const store = await openTestStore(testFolder('backup'));
    store.records.append([hang(1)], tester);
    store.db.exec("DROP TRIGGER record_log_no_update; UPDATE record_log SET raw = replace(raw, 'L1', 'L2')");
    await expect(store.backup()).rejects.toThrow('store/backup-unsound');
    expect(store.backups()).toEqual([]);
  });

  test('the ladder keeps all of two days, then days, weeks and months', () => {
    const now = Date.parse('2026-11-22T12:00:00.000Z');
    const hours = Array.from({ length: 24 * 400 }, (_, hour) => ({
      file: `f${hour}`,
      at: new Date(now - hour * 3_600_000).toISOString(),
    }));
    const kept = chooseKept(hours, now);
    expect([...Array(48).keys()].every((hour) => kept.has(`f${hour}`))).toBe(true);
    expect(kept.size).toBeGreaterThanOrEqual(48 + 10);
    expect(kept.size).toBeLessThan(48 + 12 + 10 + 9);
    const oldest = Math.max(...[...kept].map((file) => Number(file.slice(1))));
    expect(oldest).toBeGreaterThan(24 * 200);
    expect(chooseKept([], now).size).toBe(0);
  });
});

describe('restore', () => {
  const setUp = async () => {
    const folder = testFolder('restore');
    const store = await openTestStore(folder);
    for (let at = 0; at < 20; at++)
      store.records.append([hang(at), draft(lampMeasured, `lamp/${at}`, { lux: at })], tester);
    const { file } = await store.backup();
    for (let at = 20; at < 30; at++) store.records.append([hang(at)], tester);
    const all = rowsOf(store, 'lamps', 'lux');
    await store.close();
    return { folder, file, all };
  };

  test('brings the backup back, the newer records too, and opens a new epoch', async () => {
    const { folder, file, all } = await setUp();
    const report = await restore(folder, file);
    expect(report).toMatchObject({ recordCount: 41, broughtBack: 10 });
    expect(existsSync(join(folder, report.setAside, 'benchside.sqlite'))).toBe(true);
    const store = await openTestStore(folder);
    expect(rowsOf(store, 'lamps', 'lux')).toEqual(all);
    expect(store.health().epoch).toBe(2);
    const [record] = store.records.append([hang(99)], tester);
    expect(record!.log).toContain('/2/');
    expect(store.records.page({ types: ['log.opened'], limit: 1 }).records[0]!.body).toMatchObject({
      reason: 'restored',
      before: [{ seq: 51 }],
    });
    await store.close();
    expect(await verify(folder)).toMatchObject({ isSound: true, recordCount: 53, logCount: 2, problems: [] });
  });

  test('can leave the newer records in the replaced file', async () => {
    const { folder, file } = await setUp();
    expect((await restore(folder, file, false)).broughtBack).toBe(0);
    const store = await openTestStore(folder);
    // The new epoch is begun at once: its first record names the keys before it.
    expect(store.records.count()).toBe(42);
    expect(store.health().epoch).toBe(2);
  });

  test('refuses a backup that was changed, and leaves everything as it was', async () => {
    const { folder, file } = await setUp();
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(file, bytes);
    await expect(restore(folder, file)).rejects.toThrow('store/backup-unsound');
    rmSync(`${file}.json`);
    await expect(restore(folder, file)).rejects.toThrow('store/backup-unsound');
    const store = await openTestStore(folder);
    expect(store.health().epoch).toBe(1);
    expect(store.records.count()).toBe(51);
  });

  test('is refused while the store is open', async () => {
    const { folder, file } = await setUp();
    const store = await openTestStore(folder);
    await expect(restore(folder, file)).rejects.toThrow('store/in-use');
    await store.close();
  });
});

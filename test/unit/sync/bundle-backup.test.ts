import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asPackedBackup } from '../../../electron/cli/benchside-backup.ts';
import { fileKeyProvider } from '../../../electron/store/key-providers.ts';
import { restoreBackup } from '../../../electron/store/restore.ts';
import { drillBackupFile, writeBackupFile } from '../../../electron/sync/bundle/backup-file.ts';
import { stagedUpdate, stageUpdate, writeUpdateFile } from '../../../electron/sync/bundle/update-file.ts';
import { type BundleBench, benchesOfOneSite, measure, photograph, take } from '../../harness/bundle-benches.ts';
import { lampModule } from '../../harness/sample-module.ts';
import { openTestStore, testFolder } from '../../harness/store.ts';

const made = { label: 'Bench 1', madeBy: 'Jo Field', madeAt: '2026-11-23T10:00:00.000Z' };
const newId = () => crypto.randomUUID();

const save = ({ store, folder }: BundleBench, passphrase: string | null) =>
  writeBackupFile({ store, path: join(folder, 'backup.benchside'), passphrase, ...made, newId });

describe('a backup as one file', { timeout: 60_000 }, () => {
  test('is drilled beside the running bench, restored, and holds the files too', async () => {
    const [a] = (await benchesOfOneSite('Bench 1')) as [BundleBench];
    measure(a, 'lamp/1', 50);
    const photo = randomBytes(2_500_000);
    const sha256 = photograph(a, photo);
    const count = a.store.records.count();
    const { parts } = await save(a, null);
    const path = parts[0]!.path;
    measure(a, 'lamp/1', 3);
    const folder = testFolder('drill');
    expect(await drillBackupFile({ store: a.store, paths: [path], folder })).toEqual({
      madeAt: made.madeAt,
      madeBy: made.madeBy,
      recordCount: count,
      messageCount: 0,
      files: 1,
      recordsSince: 3,
    });
    expect(readdirSync(folder)).toEqual([]);
    await expect(take(a, path)).rejects.toMatchObject({ code: 'container/other-kind' });
    await a.store.close();
    // On a disk where the photo is lost, too.
    rmSync(join(a.folder, 'blobs'), { recursive: true });
    const packed = await asPackedBackup(path, a.folder, undefined);
    const keyProvider = fileKeyProvider(a.folder);
    const modules = [lampModule];
    const report = await restoreBackup({
      dataFolder: a.folder,
      file: packed.file,
      keyProvider,
      modules,
      wallMs: Date.now,
    });
    expect(report).toMatchObject({ recordCount: count, broughtBack: 3 });
    const again = await openTestStore(a.folder);
    expect(again.records.count()).toBeGreaterThanOrEqual(count + 3);
    expect(Buffer.from(again.blobs.get(sha256)!)).toEqual(photo);
    packed.remove();
    expect(readdirSync(a.folder).filter((name) => name.startsWith('restore'))).toEqual([]);
  });

  test('that is damaged fails the drill, wherever the damage is; a sealed one needs this machine or the passphrase', async () => {
    const [a, b] = (await benchesOfOneSite('Bench 1', 'Bench 2')) as [BundleBench, BundleBench];
    measure(a, 'lamp/1', 20);
    const path = (await save(a, 'winter light')).parts[0]!.path;
    const folder = testFolder('drill');
    expect(await drillBackupFile({ store: a.store, paths: [path], folder })).toMatchObject({ recordsSince: 0 });
    const elsewhere = drillBackupFile({ store: b.store, paths: [path], folder });
    await expect(elsewhere).rejects.toMatchObject({ code: 'bundle/passphrase-needed' });
    const bytes = readFileSync(path);
    const start = bytes.indexOf(0x0a);
    for (const at of [start + 40, Math.floor(bytes.length / 2), bytes.length - 30]) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 4;
      writeFileSync(path, changed);
      const drill = drillBackupFile({ store: a.store, paths: [path], folder });
      await expect(drill).rejects.toMatchObject({ code: 'bundle/backup-unsound' });
    }
    writeFileSync(path, bytes.subarray(0, bytes.length - 600));
    const cut = drillBackupFile({ store: a.store, paths: [path], folder });
    await expect(cut).rejects.toMatchObject({ code: 'bundle/backup-unsound' });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('an update as a file', { timeout: 60_000 }, () => {
  const pair = generateKeyPairSync('ed25519');
  const releaseKey = pair.publicKey.export({ format: 'jwk' }).x!;
  const installed = { version: '0.1.0', platform: 'linux', arch: 'x64' };

  async function writeUpdate(options: { version?: string; platform?: string; name?: string; key?: typeof pair } = {}) {
    const folder = testFolder('release');
    const installer = join(folder, options.name ?? 'benchside-setup.bin');
    writeFileSync(installer, randomBytes(1_300_000));
    const path = join(folder, 'benchside.benchside');
    const update = { ...installed, version: options.version ?? '0.2.0', platform: options.platform ?? 'linux' };
    const key = options.key ?? pair;
    const publicKey = key.publicKey.export({ format: 'jwk' }).x!;
    await writeUpdateFile({ installer, path, update, key: key.privateKey, publicKey, madeAt: made.madeAt, newId });
    return path;
  }
  const stage = (path: string, dataFolder: string, key: string | null = releaseKey) =>
    stageUpdate({ path, dataFolder, installed, releaseKey: key });

  test('is kept when the release key signed it and it is newer', async () => {
    const dataFolder = testFolder('data');
    const staged = await stage(await writeUpdate(), dataFolder);
    expect(staged).toMatchObject({ version: '0.2.0', installer: 'benchside-setup.bin' });
    expect(stagedUpdate(dataFolder, installed)).toEqual(staged);
    expect(stagedUpdate(dataFolder, { version: '0.2.0' })).toBeUndefined();
  });

  test('is refused when it is older, the same, for another computer, of another key, or changed', async () => {
    const dataFolder = testFolder('data');
    const refused = async (path: string, code: string, key: string | null = releaseKey) => {
      await expect(stage(path, dataFolder, key)).rejects.toMatchObject({ code });
      expect(existsSync(join(dataFolder, 'updates', 'update.json'))).toBe(false);
    };
    await refused(await writeUpdate({ version: '0.0.9' }), 'update/not-newer');
    await refused(await writeUpdate({ version: '0.1.0' }), 'update/not-newer');
    await refused(await writeUpdate({ version: '0.2.0-beta' }), 'update/not-newer');
    await refused(await writeUpdate({ platform: 'win32' }), 'update/other-platform');
    await refused(await writeUpdate({ key: generateKeyPairSync('ed25519') }), 'update/not-signed');
    const path = await writeUpdate();
    await refused(path, 'update/no-release-key', null);
    const bytes = readFileSync(path);
    for (let at = bytes.indexOf(0x0a) + 1; at < bytes.length; at += 90_001) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      writeFileSync(path, changed);
      await refused(path, 'update/not-signed');
    }
    writeFileSync(path, bytes.toString('latin1').replace('"version":"0.2.0"', '"version":"9.2.0"'), 'latin1');
    await refused(path, 'update/not-signed');
    writeFileSync(path, bytes.subarray(0, -1));
    await refused(path, 'update/not-signed');
  });
});

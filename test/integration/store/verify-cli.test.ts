import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { storeModules } from '../../../electron/modules/all.ts';
import { draft } from '../../../shared/records/define.ts';
import { lampHung, lampModule, tester } from '../../harness/sample-module.ts';
import { openTestStore, testFolder } from '../../harness/store.ts';

const script = fileURLToPath(new URL('../../../electron/cli/verify.ts', import.meta.url));
const verify = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
};

async function fill(folder: string) {
  const store = await openTestStore(folder, { modules: [lampModule, ...storeModules] });
  for (let at = 0; at < 20; at++)
    store.records.append([draft(lampHung, `lamp/${at}`, { name: `Lamp-${at}-`, watts: at })], tester);
  await store.wire.append([
    { instrumentId: 'xn', conversation: 'c', dir: 'in', kind: 'frame', bytes: Buffer.from('x'), monoMs: 0, wallAt: '' },
  ]);
  return store;
}

test('a whole folder: plain lines and 0, also while it is in use', async () => {
  const folder = testFolder('verify');
  const store = await fill(folder);
  const running = verify(folder);
  expect(running).toMatchObject({ status: 0, stderr: '' });
  expect(running.stdout).toContain('Records: 21 records in 1 log, 21 signatures checked.');
  expect(running.stdout).toContain('Wire: 1 entry in 1 segment.');
  expect(running.stdout.trimEnd().endsWith('Everything holds.')).toBe(true);
  await store.close();
  const asJson = JSON.parse(verify(folder, '--json').stdout) as object;
  expect(asJson).toMatchObject({ isSound: true, recordCount: 21, problems: [] });
  expect(verify(folder, '--newest-signatures').stdout).toContain('1 signature checked');
});

test('a changed record: named by log and number, and 1; changed tables and wire entries too', async () => {
  const folder = testFolder('verify');
  await (await fill(folder)).close();
  const path = join(folder, 'benchside.sqlite');
  const bytes = readFileSync(path);
  for (let at = bytes.indexOf('Lamp-7-'); at >= 0; at = bytes.indexOf('Lamp-7-', at + 1)) bytes[at]! ^= 1;
  writeFileSync(path, bytes);
  const changed = verify(folder);
  expect(changed.status).toBe(1);
  expect(changed.stdout).toMatch(/PROBLEM text-changed: \S+ record 9: the text no longer has its hash/);
});

test('nothing to judge, wrong use, and a file from the future have codes of their own', async () => {
  const folder = testFolder('verify');
  expect(verify()).toMatchObject({ status: 2 });
  expect(verify(join(folder, 'nowhere'))).toMatchObject({ status: 2 });
  expect(verify('--nonsense')).toMatchObject({ status: 2 });
  const empty = verify(folder);
  expect(empty.status).toBe(3);
  expect(empty.stderr).toContain('There is no Benchside data in this folder.');
  const newer = testFolder('verify');
  const store = await fill(newer);
  store.db.exec("INSERT INTO migrations VALUES (999, 'later', 'x', '')");
  await store.close();
  const future = verify(newer);
  expect(future.status).toBe(3);
  expect(future.stderr).toContain('store/from-the-future');
  const noKeys = testFolder('verify');
  await (await fill(noKeys)).close();
  rmSync(join(noKeys, 'keys.json'));
  mkdirSync(join(noKeys, 'unrelated'));
  const without = verify(noKeys);
  expect(without.status).toBe(0);
  expect(without.stdout).toContain('Note: no keys here');
});

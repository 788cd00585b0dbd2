import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { storeModules } from '../../../electron/modules/all.ts';

import { errorAcknowledged, errorStream } from '../../../shared/modules/errors/records.ts';
import { draft } from '../../../shared/records/define.ts';
import { tester } from '../../harness/sample-module.ts';
import { openTestStore, testFolder } from '../../harness/store.ts';

const command = (name: string, ...args: string[]) => {
  const script = fileURLToPath(new URL(`../../../electron/cli/${name}.ts`, import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
};

const note = (number: number) =>
  draft(errorAcknowledged, errorStream(`error-${number}`), {
    errorId: `error-${number}`,
    instrumentId: 'xn',
    code: 'Error_Func',
    note: `${number}`,
  });

test('a backup is put back by one command, and records newer than it are kept', async () => {
  const folder = testFolder('restore');
  const file = join(testFolder('copy'), 'bench.backup');
  const store = await openTestStore(folder, { modules: storeModules });
  store.records.append([note(1), note(2)], tester);
  const inBackup = store.records.count();
  await store.backup(file);
  store.records.append([note(3)], tester);
  const running = command('restore', file, '--to', folder);
  expect(running.status).not.toBe(0);
  expect(running.stderr).toContain('in use by another Benchside');
  await store.close();

  const restored = command('restore', file, '--to', folder);
  expect(restored).toMatchObject({ status: 0, stderr: '' });
  expect(restored.stdout).toContain(`Restored ${inBackup} records`);
  expect(restored.stdout).toContain('Brought back from the present file: 1 newer records.');
  const again = await openTestStore(folder, { modules: storeModules });
  expect(again.records.read(errorStream('error-3'))).toHaveLength(1);
  expect(again.health().epoch).toBeGreaterThan(1);
  await again.close();
  expect(command('verify', folder).status).toBe(0);
});

test('a backup that does not prove itself changes nothing', async () => {
  const folder = testFolder('restore');
  const store = await openTestStore(folder, { modules: storeModules });
  store.records.append([note(1)], tester);
  await store.close();
  const broken = join(testFolder('copy'), 'broken.backup');
  writeFileSync(broken, 'not a backup');
  const refused = command('restore', broken, '--to', folder);
  expect(refused.status).not.toBe(0);
  expect(refused.stderr).toContain('Nothing was changed');
  expect(command('verify', folder).status).toBe(0);
});

test('wrong use ends in a plain sentence', () => {
  expect(command('restore')).toMatchObject({ status: 2 });
  expect(command('restore', 'nowhere', '--to', '/nowhere')).toMatchObject({ status: 2 });
});

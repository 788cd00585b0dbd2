import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { storeModules } from '../../../electron/modules/all.ts';
import { errorAcknowledged, errorStream } from '../../../shared/modules/errors/records.ts';
import { draft } from '../../../shared/records/define.ts';
import { orderEncryption } from '../../harness/encrypt.ts';
import { tester } from '../../harness/sample-module.ts';
import { openTestStore, testFolder } from '../../harness/store.ts';

const command = (name: string, ...args: string[]) => {
  const script = fileURLToPath(new URL(`../../../electron/cli/${name}.ts`, import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
};

test('the printed code opens a folder whose keys are lost, and a backup on another machine', async () => {
  const folder = testFolder('escrow');
  const elsewhere = testFolder('elsewhere');
  const backup = join(elsewhere, 'bench.backup');
  const first = await openTestStore(folder, { modules: storeModules });
  first.records.append(
    [
      draft(errorAcknowledged, errorStream('error-1'), {
        errorId: 'error-1',
        instrumentId: 'xn',
        code: 'Error_Func',
        note: 'seen',
      }),
    ],
    tester,
  );
  const { hash } = first.identities.keep('SPECIMEN-4711');
  await first.wire.append([
    {
      instrumentId: 'xn',
      conversation: 'c',
      dir: 'in',
      kind: 'frame',
      bytes: Buffer.from('frame'),
      monoMs: 1,
      wallAt: '2026-11-22T10:00:00.000Z',
    },
  ]);
  const code = await orderEncryption(first);
  await first.close();
  const store = await openTestStore(folder, { modules: storeModules });
  const recordCount = store.records.count();
  await store.backup(backup);
  await store.close();

  const codeFile = join(elsewhere, 'code.txt');
  writeFileSync(codeFile, `${code.toLowerCase().replaceAll('-', ' ')}\n`);
  expect(command('verify', folder).status).toBe(0);
  rmSync(join(folder, 'keys.json'));
  const without = command('verify', folder);
  expect(without).toMatchObject({ status: 3, stdout: '' });
  expect(without.stderr).toContain('The data file is encrypted and its key is not in the folder.');
  const opened = command('verify', folder, '--escrow-code-file', codeFile);
  expect(opened).toMatchObject({ status: 0, stderr: '' });
  expect(opened.stdout).toContain('Wire: 1 entry in 1 segment.');
  expect(opened.stdout).toContain('Everything holds.');

  const wrongFile = join(elsewhere, 'wrong.txt');
  writeFileSync(
    wrongFile,
    code.replace(/^(..)(.)/, (_, start, one) => `${start}${one === 'A' ? 'B' : 'A'}`),
  );
  const mistyped = command('verify', folder, '--escrow-code-file', wrongFile);
  expect(mistyped).toMatchObject({ status: 3, stdout: '' });
  expect(mistyped.stderr).toContain('mistyped in group 1.');
  expect(command('verify', folder, '--escrow-code-file', join(elsewhere, 'none')).stderr).toContain('can not be read');

  const machine = testFolder('new-machine');
  expect(command('restore', backup, '--to', machine).stderr).not.toBe('');
  const restored = command('restore', backup, '--to', machine, '--escrow-code-file', codeFile);
  expect(restored).toMatchObject({ status: 0, stderr: '' });
  const there = await openTestStore(machine, { modules: storeModules });
  expect(there.encryption.state().mode).toBe('encrypted');
  expect(there.records.count()).toBeGreaterThanOrEqual(recordCount);
  expect(there.identities.reveal(hash)).toBe('SPECIMEN-4711');
}, 180_000);

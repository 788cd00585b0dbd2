import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningApp, startApp, until } from '../harness/app.ts';
import { orderEncryption } from '../harness/encrypt.ts';
import { openModuleBench } from '../harness/module-bench.ts';

// The add-on with the ciphers inside the Electron there is: it switches the folder over, and opens it with the printed code.
let dataFolder = '';
let code = '';
let running: RunningApp | null = null;

beforeAll(async () => {
  dataFolder = mkdtempSync(path.join(tmpdir(), 'benchside-encrypted-'));
  const bench = await openModuleBench(dataFolder);
  await bench.register('sysmex-xn-1000', { name: 'XN in the cellar' });
  code = await orderEncryption(bench.host.context.store);
  await bench.close();
});
afterAll(async () => {
  await running?.close();
  rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
});

const startOfFile = () => readFileSync(path.join(dataFolder, 'benchside.sqlite')).subarray(0, 15).toString('latin1');

it('is switched over by the start that follows the order', async () => {
  expect(startOfFile()).toBe('SQLite format 3');
  running = await startApp({ dataFolder });
  await running.page.getByText('XN in the cellar').first().waitFor();
  expect(startOfFile()).not.toBe('SQLite format 3');
  await running.close();
  running = null;
});

it('asks for the escrow code where the keys are gone, and opens with it', async () => {
  renameSync(path.join(dataFolder, 'keys.json'), path.join(dataFolder, '..', `${path.basename(dataFolder)}-keys`));
  running = await startApp({ dataFolder });
  const { page } = running;
  const field = page.getByLabel('Escrow code');
  await field.fill(code.replace(/^./, (one) => (one === 'A' ? 'B' : 'A')));
  await field.press('Enter');
  await page.getByText('This is not the escrow code of this data file.').waitFor();
  await field.fill(code.toLowerCase());
  await field.press('Enter');
  await page.getByText('XN in the cellar').first().waitFor();
  await until('the keys are back', () => readFileSync(path.join(dataFolder, 'keys.json'), 'utf8').includes('dataFile'));
  rmSync(path.join(dataFolder, '..', `${path.basename(dataFolder)}-keys`));
});

it('is switched back from the window, which gets its host again by itself', async () => {
  const { page } = running as RunningApp;
  await page.getByRole('link', { name: 'Settings' }).first().click();
  await page.getByRole('link', { name: 'Encryption of the data file' }).click();
  await page.getByRole('button', { name: 'Decrypt the data file' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Decrypt the data file' }).click();
  await until('the file is plain', () => startOfFile() === 'SQLite format 3');
  await page.getByText('not encrypted', { exact: true }).first().waitFor();
});

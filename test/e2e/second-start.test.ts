import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDisplay, startElectron } from '../../scripts/runtime.ts';
import { type RunningApp, startApp, until } from '../harness/app.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await startApp();
  await running.page.getByText('No instruments yet').waitFor();
});
afterAll(async () => {
  await running?.close();
});

it('a second start on the same data folder ends by itself and leaves the first as it is', async () => {
  const display = await openDisplay();
  const host = await running.hostPid();
  const second = startElectron(
    { args: [...display.flags, '--data', running.dataFolder, '--keys', 'file'], environment: display.environment },
    { stdio: 'ignore' },
  );
  const [code] = await once(second, 'exit');
  display.close();
  expect(code).toBe(0);
  expect(await running.hostPid()).toBe(host);
  expect(await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

it('a start on another data folder is a bench of its own', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'benchside-other-'));
  const other = await startApp({ dataFolder: folder });
  await other.page.getByText('No instruments yet').waitFor();
  expect(await other.hostPid()).not.toBe(await running.hostPid());
  await other.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

it('the screen says which provider keeps the keys', async () => {
  const { page } = running;
  await page.evaluate(() => {
    window.location.hash = '#/about';
  });
  await page
    .getByText(/0600|only its owner|file/i)
    .first()
    .waitFor();
});

it('one laptop carries two sites: the window shows one at a time, says which, and goes back', async () => {
  const { page } = running;
  const goTo = (hash: string) =>
    page.evaluate((to) => {
      window.location.hash = to;
    }, hash);
  await goTo('#/sync');
  const words = async () => (await page.locator('dl').last().textContent()) ?? '';
  await page.getByText('Six words of its key').first().waitFor();
  const first = await words();
  await goTo('#/sync/sites');
  await page.getByRole('button', { name: 'Carry another site' }).click();
  await page.getByRole('button', { name: 'Make it and open it' }).click();
  // The page is loaded anew on an empty bench of its own.
  await page.getByText('No instruments yet').waitFor();
  await page.getByRole('link', { name: /^Open site/ }).waitFor();
  await goTo('#/sync');
  await page.getByText('Six words of its key').first().waitFor();
  expect(await words()).not.toBe(first);
  await goTo('#/sync/sites');
  await page.getByRole('button', { name: 'Open No site joined yet' }).click();
  await until('the first site again', () => page.url().endsWith('#/bench'));
  await goTo('#/sync');
  await page.getByText('Six words of its key').first().waitFor();
  expect(await words()).toBe(first);
});

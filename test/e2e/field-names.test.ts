import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../scripts/runtime.ts';
import { type RunningApp, startApp } from '../harness/app.ts';
import { openPtyPair, type PtyPair } from '../harness/pty.ts';
import { simulate } from '../harness/simulate.ts';

// An analyzer nobody named, on a real serial line: found by listening, a field of it named, the lab's definition written to
// a file, and the file taken by a second bench with a data folder of its own.
const pictures = path.join(projectRoot, 'out/e2e');
const scratch = mkdtempSync(path.join(tmpdir(), 'benchside-names-'));
const pack = path.join(scratch, 'definitions.benchside');
let running: RunningApp;
let line: PtyPair;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  line = await openPtyPair();
  running = await startApp({ dataFolder: path.join(scratch, 'first') });
});
afterAll(async () => {
  await running?.close();
  await line?.close();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

const go = (address: string) =>
  running.page.evaluate((hash) => {
    window.location.hash = hash;
  }, address);
const picture = (name: string) => running.page.screenshot({ path: path.join(pictures, `${name}.png`) });
let instrument = '';
let version = '';

describe('an unknown analyzer on a serial line', () => {
  it('is identified by listening alone, with the evidence, and added', async () => {
    const { page } = running;
    await go('#/instruments/new');
    await page.getByText('Which model is it?').waitFor();
    await page.getByRole('button', { name: 'Find out what is on a port' }).click();
    await page.getByText('Serial or USB cable').click();
    await page.getByText('Another path').click();
    await page.getByLabel('Path of the port').fill(line.a);
    await page.getByRole('button', { name: 'Listen', exact: true }).click();
    const sender = simulate(
      'abbott-cell-dyn-3700',
      line.b,
      '--one-way',
      '--speed',
      'max',
      '--repeat',
      '--every',
      '300ms',
    );
    await page.getByText(/What it may be/).waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: /^Use this: Abbott CELL-DYN 3700/ }).waitFor({ timeout: 60_000 });
    await picture('identified');
    await page.getByRole('button', { name: /^Use this: Abbott CELL-DYN 3700/ }).click();
    await page.getByText('Does it talk?').waitFor();
    await page.getByText(/It fits/).waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: /^Add/ }).last().click();
    await page.getByRole('heading', { level: 1, name: /CELL-DYN/ }).waitFor();
    await page.waitForURL(/instruments\/[^/]+\/now/);
    [, instrument = ''] = /#\/instruments\/([^/]+)\//.exec(page.url()) ?? [];
    await page
      .getByText(/· open$/)
      .first()
      .waitFor();
    await sender.stop();
  });

  it('has its unnamed field named from a live message', async () => {
    const { page } = running;
    const sender = simulate('abbott-cell-dyn-3700', line.b, '--one-way', '--speed', 'max');
    await sender.done;
    await go(`#/instruments/${instrument}/fields`);
    const unknown = page.getByRole('button', { name: /^Name… \d+$/ }).first();
    await unknown.waitFor({ timeout: 30_000 });
    await picture('field-unnamed');
    await unknown.click();
    await page.getByLabel('Name for people').fill('Seen on the screen');
    await page.getByLabel('Test code').fill('NEW-1');
    await page.getByLabel('How do you know?').fill('Compared with the screen of the analyzer');
    await page.getByRole('button', { name: /Save the name/ }).click();
    const saved = page.getByText(/Saved as version/);
    await saved.waitFor();
    version = /version ([\d.]+)/.exec((await saved.textContent()) ?? '')?.[1] ?? '';
    await page.getByText('named here').first().waitFor();
    await page.getByRole('button', { name: 'Read them again' }).click();
    await page
      .getByText(/read again/)
      .first()
      .waitFor();
    await picture('field-named');
  });

  it('has its definition written to a file', async () => {
    const { app, page } = running;
    await app.evaluate(({ dialog }, file) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath: file });
    }, pack);
    await go('#/definitions');
    await page
      .getByText(/^Abbott CELL-DYN 3700/)
      .first()
      .click();
    await page.getByRole('button', { name: 'Write to a file' }).click();
    await page.getByText(/One definition was written/).waitFor();
    await picture('pack-written');
  });
});

describe('a second bench', () => {
  it('is shown what the pack would change, and takes it', async () => {
    await running.close();
    running = await startApp({ dataFolder: path.join(scratch, 'second') });
    const { page } = running;
    await go('#/definitions/import');
    await page.locator('input[type=file]').setInputFiles(pack);
    await page.getByText('Seen on the screen').waitFor();
    await page.getByText('changes what is here').waitFor();
    await picture('pack-looked-at');
    await page.getByLabel('Why is it taken?').fill('From the other workstation');
    await page.getByRole('button', { name: /Take one definition/ }).click();
    await page.getByText('One definition was taken').waitFor();
    await page.getByRole('button', { name: 'Definitions of this lab' }).click();
    await page.getByText('From the other workstation').waitFor();
    await page.getByText(`Version ${version}`, { exact: false }).first().waitFor();
    await picture('pack-taken');
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

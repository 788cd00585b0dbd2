import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../scripts/runtime.ts';
import { type RunningApp, startApp, until } from '../harness/app.ts';
import { focusName, tabTo } from '../harness/keyboard.ts';
import { openPtyPair, type PtyPair } from '../harness/pty.ts';
import { simulate } from '../harness/simulate.ts';

// From an empty bench to a result on the screen: an instrument added by keyboard alone, and a capture sent by `simulate`
// down one end of a real serial line.
let running: RunningApp;
let line: PtyPair;
/** Address of the added instrument's screens. */
let instrument = '';
const pictures = path.join(projectRoot, 'out/e2e');

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  line = await openPtyPair();
  running = await startApp();
});
afterAll(async () => {
  await running?.close();
  await line?.close();
});

describe('the first start', () => {
  it('is calm: one sentence, one way on, nothing red', async () => {
    const { page } = running;
    await page.getByText('No instruments yet').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await page.locator('[data-tone="stop"], [data-tone="attention"]').count()).toBe(0);
    await page.screenshot({ path: path.join(pictures, 'first-start.png') });
  });
});

describe('an instrument added by keyboard alone', () => {
  it('is listened to, named and added', async () => {
    const { page } = running;
    await page.keyboard.press('Enter');
    await page.getByText('Which model is it?').waitFor();
    await page.keyboard.type('XN-1000');
    await page.keyboard.press('Enter');
    await page.getByText('Where is it plugged in?').waitFor();
    await until('the kind of connection has the focus', async () => /Network|Serial/.test(await focusName(page)));
    for (let step = 0; step < 4 && !(await focusName(page)).includes('Serial or USB cable'); step += 1) {
      await page.keyboard.press('ArrowRight');
    }
    await tabTo(page, 'Another path');
    await page.keyboard.press('Space');
    await tabTo(page, 'Path of the port');
    await page.keyboard.type(line.a);
    await page.keyboard.press('Enter');
    await page.getByText('Does it talk?').waitFor();
    const sender = simulate('sysmex-xn-1000', line.b, '--one-way', '--speed', 'max');
    await page.getByText(/It fits/).waitFor({ timeout: 30_000 });
    await page.screenshot({ path: path.join(pictures, 'listen-test.png') });
    await tabTo(page, /What is it called|Name/);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('XN in the core lab');
    expect(await sender.done).toBe(0);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'XN in the core lab' }).waitFor();
    instrument = /^(.*#\/instruments\/[^/]+)\/now$/.exec(page.url())?.[1] ?? '';
    expect(instrument).not.toBe('');
  });
});

describe('what a simulated analyzer sends down the line', () => {
  it('appears in the window', async () => {
    const { page } = running;
    // What is sent before the line is open is not there to be read, as with a real cable.
    await page
      .getByText(/· open$/)
      .first()
      .waitFor();
    await page.getByRole('link', { name: 'Messages' }).click();
    const sender = simulate('sysmex-xn-1000', line.b, '--one-way', '--speed', 'max');
    expect(await sender.done, sender.output()).toBe(0);
    await page.getByText('31 messages', { exact: true }).waitFor();
    await page.getByRole('button', { name: /Results.*0181.*2 results/ }).waitFor();
    await page.screenshot({ path: path.join(pictures, 'messages.png') });
    await page.getByRole('link', { name: 'Bench' }).first().click();
    await page.getByRole('link', { name: /XN in the core lab/ }).waitFor();
    await page.screenshot({ path: path.join(pictures, 'bench.png') });
  });

  it('was only listened to: this bench sent no byte', async () => {
    const { page } = running;
    await page.evaluate((address) => location.assign(address), `${instrument}/wire`);
    await page.getByText('The line is healthy').first().waitFor();
    await page.getByText('EOT', { exact: true }).first().waitFor();
    await page.screenshot({ path: path.join(pictures, 'wire.png') });
    const lines = await page.locator('main').textContent();
    expect(lines).toContain('\u2190');
    expect(lines).not.toContain('\u2192');
  });
});

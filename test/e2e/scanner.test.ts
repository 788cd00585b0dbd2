import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../scripts/runtime.ts';
import { type RunningApp, startApp, until } from '../harness/app.ts';
import { openPtyPair, type PtyPair } from '../harness/pty.ts';
import { openScannerEnd, type ScannerEnd } from '../harness/scanner.ts';

// A scanner at the end of a real serial line, set up in the real window; what it reads opens what a keyboard scanner opens.
let running: RunningApp;
let line: PtyPair;
let scanner: ScannerEnd;
const pictures = path.join(projectRoot, 'out/e2e');

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  line = await openPtyPair();
  scanner = openScannerEnd(line.b);
  running = await startApp();
});
afterAll(async () => {
  await running?.close();
  scanner?.close();
  await line?.close();
});

const goTo = (address: string) =>
  running.page.evaluate((hash) => {
    window.location.hash = hash;
  }, address);

/** What the sheet over the screen holds, once there is one; the sheet is closed again. */
async function sheet(): Promise<{ name: string | null; values: string[] }> {
  const { page } = running;
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  const shown = {
    name: await dialog.getByRole('heading').first().textContent(),
    values: await dialog
      .locator('input')
      .evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value)),
  };
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  return shown;
}

describe('a scanner on a serial port', () => {
  it('is set up in the window, and one code is tried', async () => {
    const { page } = running;
    await page.getByText('No instruments yet').waitFor();
    await goTo('/settings');
    await page.getByText('No scanner on a serial port').waitFor();
    await page.getByRole('link', { name: 'Set up the scanner' }).click();
    await page.getByText('On a serial port', { exact: true }).click();
    await page.getByText('Another path', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Path of the port' }).fill(line.a);
    await page.getByRole('button', { name: /Save/ }).click();
    await page.getByText(`Listening on ${line.a}`).waitFor();
    scanner.send('TRY-0815\r');
    await page.getByText('TRY-0815').waitFor();
    await page.screenshot({ path: path.join(pictures, 'scanner.png') });
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('opens what a scanner that is a keyboard opens', async () => {
    const { page } = running;
    await goTo('/bench');
    await page.getByText('No instruments yet').waitFor();
    // All keys in one go: a busy machine may not stretch a scan into typing.
    await page.evaluate(() => {
      for (const key of [...'E-417', 'Enter']) {
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      }
    });
    const byKeyboard = await sheet();
    expect(byKeyboard.values).toContain('E-417');
    scanner.send('E-417\r\n');
    expect(await sheet()).toEqual(byKeyboard);
  });

  it('types into the field that has the focus', async () => {
    const { page } = running;
    await page.keyboard.press('Control+K');
    await page.getByRole('dialog').locator('input').waitFor();
    await until('the search has the focus', () => page.evaluate(() => document.activeElement?.tagName === 'INPUT'));
    scanner.send('records\n');
    await page.getByRole('heading', { level: 1, name: 'Records' }).waitFor();
  });

  it('says in sight what it can not take, and that it is unplugged; not a byte went to it', async () => {
    const { page } = running;
    scanner.send('47\x0211\r');
    await page.getByText(/with a control character in it \(STX\)/).waitFor();
    await page.screenshot({ path: path.join(pictures, 'scan-refused.png') });
    await page.getByRole('button', { name: 'Close this message' }).click();
    expect(scanner.heard()).toBe(0);
    await goTo('/settings');
    await page.getByText(`Listening on ${line.a}`).waitFor();
    await line.close();
    await page.getByText(`Unplugged: ${line.a}`).waitFor();
    expect(running.output()).not.toMatch(/\[host\]/);
  });
});

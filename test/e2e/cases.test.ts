import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { savePdf } from '../../scripts/demo/print-month.ts';
import { projectRoot } from '../../scripts/runtime.ts';
import { type RunningApp, startApp, until } from '../harness/app.ts';
import { resourcesFolder } from '../harness/bench.ts';
import { tabTo } from '../harness/keyboard.ts';
import { openModuleBench } from '../harness/module-bench.ts';
import { openPtyPair, type PtyPair } from '../harness/pty.ts';
import { readPdf } from '../harness/read-pdf.ts';
import { simulate } from '../harness/simulate.ts';

// An error arrives on a real serial line; a case is opened from it, worked as a nonconformity and closed by the signed check
// of its effect. Then a site visit to both signatures. In the real window and by keyboard alone; only the customer draws.
const secret = 'three blue kettles';
const pictures = path.join(projectRoot, 'out/e2e');
const dataFolder = mkdtempSync(path.join(tmpdir(), 'benchside-cases-'));
let running: RunningApp;
let line: PtyPair;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  line = await openPtyPair();
  const bench = await openModuleBench(dataFolder, { resourcesFolder });
  await bench.page.people.makeOwner({
    signInName: 'ana',
    printedName: 'Ana Petrova',
    initials: 'AP',
    password: secret,
  });
  await bench.page.people.certify({ password: secret, statement: 'My signature binds me as one by hand does.' });
  await bench.register('sysmex-xn-1000', {
    name: 'Night analyzer',
    serialNumber: '20933',
    link: { kind: 'serial', path: line.a, usb: null, serial: plain },
  });
  await bench.close();
  running = await startApp({ dataFolder });
});
afterAll(async () => {
  await running?.close();
  await line?.close();
  rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
});

const plain = { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' } as const;

const press = async (...keys: string[]) => {
  for (const key of keys) await running.page.keyboard.press(key);
};
const type = (text: string) => running.page.keyboard.type(text);
const shoot = (name: string) => running.page.screenshot({ path: path.join(pictures, `${name}.png`) });
const sheet = (name: string) => running.page.getByRole('dialog', { name }).waitFor();
const gone = () => running.page.getByRole('dialog').waitFor({ state: 'hidden' });

/** Goes by Tab to what begins so; the screen itself, which holds the same words, does not. */
const reach = (name: string, key: 'Tab' | 'Shift+Tab' = 'Tab') =>
  tabTo(running.page, new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`), key);

/** Enter is the last button of the action bar, once it says so. */
async function next(name: string): Promise<void> {
  const { page } = running;
  await until(`the way on is "${name}"`, async () =>
    (
      (await page.getByRole('region', { name: 'What to do' }).getByRole('button').last().textContent()) ?? ''
    ).startsWith(name),
  );
  await page.locator('main').focus();
  await press('Enter');
}

/** A step of the case that needs no more than its note. */
async function step(name: string): Promise<void> {
  await next(name);
  await sheet(name);
  await press('Control+Enter');
  await gone();
}

describe('a case', () => {
  it('is opened from an error that arrived on the line', async () => {
    const { page } = running;
    await page.getByLabel(/Password of Ana Petrova/).waitFor();
    await type(secret);
    await press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page
      .getByText(/· open$|open/)
      .first()
      .waitFor();
    const sender = simulate('sysmex-xn-1000', line.b, '--one-way', '--speed', 'max');
    expect(await sender.done, sender.output()).toBe(0);
    await reach('Errors');
    await press('Enter');
    const first = page.locator('main a[href*="#/errors/"]').first();
    await first.waitFor();
    await reach(((await first.textContent()) ?? '').slice(0, 12));
    await press('Enter');
    await page.getByText('What it means').first().waitFor();
    await reach('Open a case');
    await press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Open a case' }).waitFor();
    await shoot('case-open');
    await press('Enter');
    await page.getByRole('heading', { level: 1, name: /^C-1/ }).waitFor();
    await page.getByText(/^Open, priority \d+ of 100$/).waitFor();
    await shoot('case-new');
  });

  it('is declared a nonconformity, its cause found, its action done', async () => {
    await step('Acknowledge');
    await reach('Declare a nonconformity');
    await press('Enter');
    await sheet('Declare a nonconformity');
    await reach('Critical');
    await press('Space');
    await reach('What did not conform');
    await type('Samples were measured after the error without a background');
    await reach('What is suspected');
    await type('Nobody told the shift');
    await press('Control+Enter');
    await gone();
    await step('Start the investigation');
    await next('Write down the cause');
    await sheet('Root cause');
    await reach('The cause that was found');
    await type('The card at the analyzer names no background');
    await reach('Yes');
    await press('Space', 'ArrowRight');
    await press('Control+Enter');
    await gone();
    await step('Go on to corrective action');
    await next('Plan an action');
    await sheet('Plan an action');
    await type('A new card at the analyzer');
    await press('Enter');
    await gone();
    await reach('End the action: A new card at the analyzer');
    await press('Enter');
    await sheet('End the action');
    await press('Tab');
    await type('Printed and stuck to the tank');
    await press('Enter');
    await gone();
    await step('Wait for the effectiveness check');
    await shoot('case-waits');
  });

  it('is closed by the signed check of its effect, with evidence', async () => {
    const { page } = running;
    await next('Check the effect');
    await sheet('Effectiveness check');
    await press('Space');
    await reach('What was looked at');
    await type('Every start of four weeks has its background');
    await reach('A record of this bench');
    await press('ArrowDown', 'ArrowDown');
    await reach('Title of the document');
    await type('Start-up log');
    await press('Tab');
    await type('Binder 3, page 12');
    await press('Enter');
    await page.getByText('Start-up log, Binder 3, page 12').waitFor();
    await shoot('case-effect');
    await reach('What was looked at');
    await press('Control+Enter');
    await page.getByText(/^Effectiveness of C-1/).waitFor();
    await shoot('case-signing');
    await type(secret);
    await press('Enter');
    await page.getByText(/signed by Ana Petrova, reviewed/).waitFor();
    await page.getByText('Closed', { exact: true }).first().waitFor();
    await shoot('case-closed');
  });
});

describe('a site visit', () => {
  it('is planned, worked and summed up for the customer, who agrees aloud', async () => {
    const { page } = running;
    await reach('Cases', 'Shift+Tab');
    await press('Enter');
    await reach('Site visits');
    await press('Enter');
    await page.getByText('No visit is planned or under way.').waitFor();
    await next('Plan a visit');
    await page.getByRole('heading', { level: 1, name: 'Plan a visit' }).waitFor();
    await reach('Place');
    await type('City hospital, core lab');
    await press('Tab');
    await type('Error of the night analyzer');
    await reach('Night analyzer');
    await press('Space', 'Enter');
    await page.getByRole('heading', { level: 1, name: /^V-1/ }).waitFor();
    await next('Arrive');
    await sheet('Arrive');
    await press('Enter');
    await gone();
    await next('Add work');
    await sheet('Add work');
    await type('Rinsed the sampling path twice');
    await press('Control+Enter');
    await gone();
    await next('Write the summary');
    await sheet('Summary for the customer');
    await type('Old reagent in the line');
    await reach('How the instrument was left');
    await type('Background within its limit');
    await press('Control+Enter');
    await gone();
    await next('Let the customer sign');
    await page.getByText('Old reagent in the line').waitFor();
    await reach('Name of the customer');
    await type('M. Rossi');
    await reach('Drawn here');
    await press('ArrowRight');
    await reach('I have read this out');
    await press('Space');
    await shoot('visit-customer-spoken');
    await press('Enter');
    await page.getByText(/Agreed aloud: M. Rossi/).waitFor();
  });

  it('asks again when the summary is changed, and the customer draws', async () => {
    const { page } = running;
    await reach('Change the summary');
    await press('Enter');
    await sheet('Summary for the customer');
    await reach('What is still open');
    await type('New filter in January');
    await press('Control+Enter');
    await gone();
    await page.getByText('Signed for an earlier text. It does not count for this one.').waitFor();
    await next('Let the customer sign');
    await page.getByText('New filter in January').waitFor();
    await reach('Name of the customer');
    await type('M. Rossi');
    const pad = page.getByRole('img', { name: 'Signature', exact: true });
    await pad.scrollIntoViewIfNeeded();
    const box = await pad.boundingBox();
    if (box === null) throw new Error('The pad is not on the screen.');
    await page.mouse.move(box.x + 60, box.y + box.height / 2);
    await page.mouse.down();
    for (let at = 1; at <= 20; at += 1) {
      await page.mouse.move(box.x + 60 + at * 12, box.y + box.height / 2 + (at % 2 === 0 ? 25 : -25));
    }
    await page.mouse.up();
    await shoot('visit-customer-drawn');
    await reach('Name of the customer', 'Shift+Tab');
    await press('Enter');
    await page.getByText(/Signed by M. Rossi/).waitFor();
  });

  it('is left, and closed by the signature of the specialist', async () => {
    const { page } = running;
    await next('Leave');
    await sheet('Leave');
    await press('Enter');
    await gone();
    await next('Sign and close');
    await page.getByText(/^Site visit V-1/).waitFor();
    await type(secret);
    await press('Enter');
    await page.getByText('Closed and signed.').waitFor();
    await page.getByText(/signed by Ana Petrova, performed/).waitFor();
    await page.getByRole('button', { name: /the signature/ }).click();
    await page.getByRole('img', { name: 'the signature' }).waitFor();
    await shoot('visit-closed');
  });

  it('is printed with both signatures', async () => {
    const { page } = running;
    const file = path.join(dataFolder, 'visit.pdf');
    await reach('Print');
    await press('Enter');
    await page.getByRole('heading', { level: 1, name: /visit/i }).waitFor();
    await until('the report can be prepared', () =>
      page.getByRole('region', { name: 'What to do' }).getByRole('button').last().isEnabled(),
    );
    await page.locator('main').focus();
    await press('Enter');
    await page.getByRole('button', { name: 'Save as PDF' }).waitFor();
    await shoot('visit-report');
    await savePdf(running, file);
    const text = (await readPdf(file)).pages.join(' ');
    for (const said of [
      'City hospital',
      'Old reagent in the line',
      'New filter in January',
      'M. Rossi',
      'Ana Petrova',
    ]) {
      expect(text).toContain(said);
    }
  });
});

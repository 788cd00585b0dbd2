import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { projectRoot } from '../../scripts/runtime.ts';
import { type RunningApp, startApp, until } from '../harness/app.ts';
import { focusName, tabTo } from '../harness/keyboard.ts';
import { axeFindings, layoutFindings, targetFindings } from '../harness/screen-checks.ts';

// A bench gets its owner, changes hands, is locked and signed at, and shows its auditor everything: in the real window and
// by keyboard alone.
let running: RunningApp;
const findings: string[] = [];
const pictures = path.join(projectRoot, 'out/e2e');
const secret = 'three blue kettles';
const given = 'four green ladders';
const own = 'five grey ladders';
const pin = '482917';
/** As a hand types; faster keys are taken for a scanner's. */
const byHand = { delay: 55 };

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  running = await startApp();
});
afterAll(() => running?.close());
beforeEach(({ task }) => {
  onTestFailed(async () => {
    await running.page.screenshot({ path: path.join(pictures, `people-failed-${task.name.slice(0, 20)}.png`) });
  });
});

/** What is wrong with the screen as it is, at a small window too; and its picture. */
async function inspect(page: Page, name: string): Promise<void> {
  const note = (what: string, found: string[]) => findings.push(...found.map((each) => `${name}, ${what}: ${each}`));
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme);
    note(theme, await axeFindings(page));
    await page.screenshot({ path: path.join(pictures, `people-${name}-${theme}.png`) });
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  note('targets', await targetFindings(page));
  for (const [width, height, zoom] of [
    [1024, 640, 1],
    [1024, 640, 2],
    [1366, 768, 1],
  ] as const) {
    await running.app.evaluate(
      ({ BrowserWindow }, size) => {
        const window = BrowserWindow.getAllWindows()[0];
        window?.setContentSize(size.width, size.height);
        window?.webContents.setZoomFactor(size.zoom);
      },
      { width, height, zoom },
    );
    await page.waitForFunction(([w, factor]) => Math.abs(window.innerWidth * factor - w) <= 2, [width, zoom] as const);
    note(`${width} x ${height} at ${zoom * 100} %`, await layoutFindings(page));
  }
}

const go = (page: Page, address: string) =>
  page.evaluate((hash) => {
    window.location.hash = hash;
  }, address);
const headed = (page: Page, name: string, level = 1) => page.getByRole('heading', { level, name }).waitFor();
const acts = (page: Page, name: string) =>
  page.getByRole('button', { name: new RegExp(`Who acts:\\s*${name}`) }).waitFor();
/** What has the focus is called so from its first letter on: the whole screen, which may have it too, holds every word. */
const focusOn = (page: Page, name: string) =>
  until(`the focus is on ${name}`, async () => (await focusName(page)).startsWith(name));
const tabOn = (page: Page, name: string) => tabTo(page, new RegExp(`^${name}`));

/** Adds an account by keyboard; the screen of the new person is shown afterwards. */
async function add(page: Page, name: string, role?: string): Promise<void> {
  await go(page, '/people');
  await headed(page, 'People');
  await page.getByRole('link', { name: /Ana Petrova/ }).waitFor();
  await page.keyboard.press('Enter');
  await focusOn(page, 'Name as it is printed');
  await page.keyboard.type(name);
  if (role !== undefined) {
    await tabOn(page, role);
    await page.keyboard.press('Space');
  }
  await tabOn(page, 'First password');
  await page.keyboard.type(given);
  await page.keyboard.press('Enter');
  await headed(page, name);
}

describe('the first account', () => {
  it('is offered on the Bench, and made by keyboard: names, key typed back, certification', async () => {
    const { page } = running;
    await page.getByText('No instruments yet').waitFor();
    await page.screenshot({ path: path.join(pictures, 'people-offer.png') });
    await tabOn(page, 'Set up the owner');
    await page.keyboard.press('Enter');
    await focusOn(page, 'Name as it is printed');
    await page.keyboard.type('Ana Petrova');
    await tabOn(page, 'Password');
    await page.keyboard.type(secret);
    await page.keyboard.press('Tab');
    await page.keyboard.type(secret);
    await inspect(page, 'owner');
    await page.keyboard.press('Enter');
    await focusOn(page, 'Type it back');
    const groups = await page.locator('[data-key-on-paper] p').first().locator('span').allTextContents();
    expect(groups).toHaveLength(8);
    await inspect(page, 'recovery-key');
    await page.keyboard.type(groups.join(' ').toLowerCase());
    await page.keyboard.press('Enter');
    await focusOn(page, 'Your password');
    await inspect(page, 'certify');
    await page.keyboard.type(secret);
    await page.keyboard.press('Enter');
    await page.getByText('The bench has its owner.').waitFor();
    await inspect(page, 'owner-ready');
    await page.keyboard.press('Enter');
    await headed(page, 'Bench');
    await acts(page, 'Ana Petrova');
    expect(await page.getByText('There are no accounts yet').count()).toBe(0);
  });

  it('adds a colleague and an auditor', async () => {
    const { page } = running;
    await add(page, 'Ben Ode');
    await inspect(page, 'person');
    await add(page, 'Dana Lind', 'auditor');
    await page.getByText('auditor', { exact: true }).waitFor();
    await go(page, '/people');
    await page.getByRole('link', { name: /Dana Lind/ }).waitFor();
    await inspect(page, 'people');
  });
});

describe('a shared bench', () => {
  it('lets a colleague in with the given password, who first chooses their own, and then a PIN', async () => {
    const { page } = running;
    await page.keyboard.press('Control+u');
    await headed(page, 'Who acts', 2);
    await focusOn(page, 'Name');
    await inspect(page, 'who');
    await page.keyboard.type('ben', byHand);
    await page.keyboard.press('Enter');
    await focusOn(page, 'Password of Ben Ode');
    await page.keyboard.type(given, byHand);
    await page.keyboard.press('Enter');
    await headed(page, 'Choose your own password', 2);
    await focusOn(page, 'The password you were given');
    await inspect(page, 'choose-password');
    await page.keyboard.type(given);
    await page.keyboard.press('Tab');
    await page.keyboard.type(own);
    await page.keyboard.press('Tab');
    await page.keyboard.type(own);
    await page.keyboard.press('Enter');
    await acts(page, 'Ben Ode');
    await go(page, '/account');
    await headed(page, 'My account');
    await inspect(page, 'account');
    await tabOn(page, 'Set a PIN');
    await page.keyboard.press('Enter');
    await focusOn(page, 'Your password');
    await page.keyboard.type(own);
    await page.keyboard.press('Tab');
    await page.keyboard.type(pin);
    await page.keyboard.press('Tab');
    await page.keyboard.type(pin);
    await page.keyboard.press('Enter');
    await page.getByText('A PIN is set.').waitFor();
  });

  it('is locked with a draft on it, and opened by PIN with the draft still there', async () => {
    const { page } = running;
    await page.getByRole('button', { name: 'Set a badge' }).click();
    await focusOn(page, 'Your password');
    await page.keyboard.type('half a draft');
    await page.keyboard.press('Control+l');
    await headed(page, 'Locked', 2);
    await focusOn(page, 'PIN of Ben Ode');
    await inspect(page, 'locked');
    await page.keyboard.type(pin, byHand);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Locked' }).waitFor({ state: 'detached' });
    expect(await page.getByRole('dialog').getByLabel('Your password').inputValue()).toBe('half a draft');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('changes hands from any screen', async () => {
    const { page } = running;
    await go(page, '/records');
    await headed(page, 'Records');
    await page.keyboard.press('Control+u');
    await focusOn(page, 'Name');
    await page.keyboard.type('ana', byHand);
    await page.keyboard.press('Enter');
    await focusOn(page, 'Password of Ana Petrova');
    await page.keyboard.type(secret, byHand);
    await page.keyboard.press('Enter');
    await acts(page, 'Ana Petrova');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await headed(page, 'Records');
  });
});

describe('a signature', () => {
  it('shows what is signed, asks for the password, and is on the record afterwards', async () => {
    const { page } = running;
    await go(page, '/audit-trail');
    await headed(page, 'Audit trail');
    await page.getByRole('article').first().waitFor();
    await inspect(page, 'audit-trail');
    await page.getByRole('searchbox', { name: 'Words in it' }).focus();
    await page.keyboard.type('Dana');
    await until('one entry is left', async () => (await page.getByRole('article').count()) === 1);
    await page.getByRole('article').getByRole('button', { name: 'Sign' }).focus();
    await page.keyboard.press('Enter');
    await headed(page, 'Sign', 2);
    await page.getByRole('dialog').getByText('Dana Lind').first().waitFor();
    await inspect(page, 'signing');
    await focusOn(page, 'reviewed');
    await page.keyboard.press('Space');
    await tabOn(page, 'Password of Ana Petrova');
    await page.keyboard.type(secret);
    await page.keyboard.press('Enter');
    await page.getByText(/signed by Ana Petrova, reviewed, \d+ \w{3} \d{4} \d\d:\d\d [+-]\d\d:\d\d/).waitFor();
    await page.screenshot({ path: path.join(pictures, 'people-signed.png') });
  });
});

describe('the auditor', () => {
  it('sees all and changes nothing', async () => {
    const { page } = running;
    await page.keyboard.press('Control+u');
    await focusOn(page, 'Name');
    await page.keyboard.type('dana', byHand);
    await page.keyboard.press('Enter');
    await focusOn(page, 'Password of Dana Lind');
    await page.keyboard.type(given, byHand);
    await page.keyboard.press('Enter');
    await focusOn(page, 'The password you were given');
    for (const text of [given, own, own]) {
      await page.keyboard.type(text);
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await acts(page, 'Dana Lind');
    await page.getByRole('searchbox', { name: 'Words in it' }).fill('');
    await until('the whole trail is there', async () => (await page.getByRole('article').count()) > 5);
    expect(await page.getByRole('article').getByRole('button', { name: 'Sign' }).count()).toBe(0);
    for (const [address, heading] of [
      ['/people', 'People'],
      ['/records', 'Records'],
      ['/settings', 'Settings'],
    ] as const) {
      await go(page, address);
      await headed(page, heading);
      expect(await page.getByText('Sign in first').count()).toBe(0);
    }
    await page.getByRole('button', { name: /theme|Dark/ }).count();
    await go(page, '/records');
    await page.getByRole('button', { name: 'Back up now' }).click();
    await page.getByText(/someone has to act who is administrator/).waitFor();
    await page.screenshot({ path: path.join(pictures, 'people-refused.png') });
  });
});

describe('five wrong passwords', () => {
  it('close the door, and say for how long; an administrator opens it again', async () => {
    const { page } = running;
    await page.keyboard.press('Control+l');
    await headed(page, 'Locked', 2);
    await page.getByRole('button', { name: 'Someone else' }).click();
    await page.keyboard.type('ben', byHand);
    await page.keyboard.press('Enter');
    await focusOn(page, 'PIN of Ben Ode');
    await page.getByRole('button', { name: 'With the password' }).click();
    await focusOn(page, 'Password of Ben Ode');
    for (let turn = 0; turn < 5; turn += 1) {
      await page.keyboard.type(`wrong word number ${turn}`, byHand);
      await page.keyboard.press('Enter');
      await page.getByText(/Name or password is not right|Too many tries/).waitFor();
      await until(
        'the field is empty again',
        async () => (await page.getByLabel(/Password of Ben/).inputValue()) === '',
      );
    }
    await page.keyboard.type(own, byHand);
    await page.keyboard.press('Enter');
    await page.getByText(/Too many tries\. Locked for \d+ more minutes/).waitFor();
    await inspect(page, 'locked-out');
    await page.getByRole('button', { name: 'Someone else' }).click();
    await page.keyboard.type('ana', byHand);
    await page.keyboard.press('Enter');
    await focusOn(page, 'Password of Ana Petrova');
    await page.keyboard.type(secret, byHand);
    await page.keyboard.press('Enter');
    await acts(page, 'Ana Petrova');
    await go(page, '/people');
    await page.getByText(/locked out for \d+ minutes/).waitFor();
    await page.getByRole('link', { name: /Ben Ode/ }).click();
    await page.getByRole('button', { name: 'End the lock-out' }).click();
    await page.getByLabel(/^Why/).fill('forgot it');
    await page.keyboard.press('Enter');
    await page.getByText('may act').waitFor();
  });
});

it('fits its window and has no serious accessibility finding, on any of these screens', () => {
  expect(findings).toEqual([]);
});

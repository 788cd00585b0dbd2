import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dayFromNow, everyDays, field, termsOf } from '../../scripts/demo/plan-terms.ts';
import { projectRoot } from '../../scripts/runtime.ts';
import { type RunningApp, startApp, until } from '../harness/app.ts';
import { resourcesFolder } from '../harness/bench.ts';
import { focusName, tabTo } from '../harness/keyboard.ts';
import { openModuleBench } from '../harness/module-bench.ts';

// The maintenance binder in the real window, by keyboard alone: a plan from the definition, the daily tasks, an overdue task
// and its reason, a draft that outlives the page, a correction that keeps the original, a review that is signed.
const secret = 'three blue kettles';
/** A steady hand: three keys a second. */
const handMsAKey = 333;
const pictures = path.join(projectRoot, 'out/e2e');
const dataFolder = mkdtempSync(path.join(tmpdir(), 'benchside-maintenance-'));
let running: RunningApp;
let instrumentId = '';
let keyCount = 0;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  const bench = await openModuleBench(dataFolder, { resourcesFolder });
  await bench.page.people.makeOwner({
    signInName: 'ana',
    printedName: 'Ana Petrova',
    initials: 'AP',
    password: secret,
  });
  await bench.page.people.certify({ password: secret, statement: 'My signature binds me as one by hand does.' });
  instrumentId = await bench.register('sysmex-xn-1000', { name: 'XN in the core lab', serialNumber: '14718' });
  const today = dayFromNow(0);
  const confirm = [field('done', 'Done as the procedure says', 'confirm')];
  const daily = (title: string, fields = confirm) => termsOf(title, everyDays(1, today), { fields });
  const limits = { unit: '10*3/uL', high: '10', source: 'Clearance K112605' };
  await bench.page.maintenance.plans.create({
    instrumentId,
    reason: '',
    plans: [
      daily('Start-up', [field('plt', 'PLT background', 'number', limits)]),
      daily('Waste emptied'),
      daily('Reagents looked at'),
      daily('Surfaces wiped'),
      daily('Shutdown'),
      termsOf('Sampling valve rinsed', everyDays(3, dayFromNow(-5)), {
        fields: [field('rest', 'What came out', 'text', { isRequired: false })],
      }),
    ].map((terms) => ({ upkeepKey: null, terms })),
  });
  await bench.close();
  running = await startApp({ dataFolder });
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await shoot(`failed-${task.name.slice(0, 20)}`);
});
afterAll(async () => {
  await running?.close();
  rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
});

const press = async (...keys: string[]) => {
  for (const key of keys) {
    keyCount += 1;
    await running.page.keyboard.press(key);
  }
};
const type = async (text: string) => {
  keyCount += text.length;
  await running.page.keyboard.type(text);
};
const shoot = (name: string) => running.page.screenshot({ path: path.join(pictures, `maintenance-${name}.png`) });
const go = (address: string) =>
  running.page.evaluate((hash) => {
    window.location.hash = hash;
  }, address);
const headed = (name: string) => running.page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
/** Text fields and choices, by the start of what is read out for them. */
const focusOn = (name: string) =>
  until(`the focus is on ${name}`, async () => (await focusName(running.page)).startsWith(name));

it('is opened with the password of its owner', async () => {
  const { page } = running;
  await page.getByLabel(/Password of Ana Petrova/).waitFor();
  await type(secret);
  await press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
});

describe('a plan from the definition', () => {
  it('has its interval left blank until the lab says it, with where it is from', async () => {
    const { page } = running;
    await go(`/instruments/${instrumentId}/maintenance`);
    await headed('XN in the core lab');
    await page.getByText(/^Sysmex publishes no maintenance schedule/).waitFor();
    await tabTo(page, 'Set up: Cleaning with CELLCLEAN AUTO');
    await press('Enter');
    await headed('Cleaning with CELLCLEAN AUTO');
    await page.getByText(/No interval is published/).waitFor();
    expect(await page.getByRole('button', { name: 'Make the plan' }).isDisabled()).toBe(true);
    await tabTo(page, /^Every Every/);
    await type('7');
    await tabTo(page, /^Where the interval is from/);
    await type('Manual of the maker, chapter 12');
    await page.getByText('Every 7 days', { exact: false }).first().waitFor();
    await shoot('plan');
    await press('Enter');
    await headed('XN in the core lab');
    await page.getByText('Cleaning with CELLCLEAN AUTO').first().waitFor();
  });
});

describe('the daily tasks', () => {
  it('are done by keyboard alone in under a minute of typing, each stored by itself', async () => {
    const { page } = running;
    await go('/agenda');
    await headed('Agenda');
    keyCount = 0;
    await tabTo(page, 'All daily tasks');
    await press('Enter');
    const titles = ['Start-up', 'Waste emptied', 'Reagents looked at', 'Surfaces wiped', 'Shutdown'];
    const met: string[] = [];
    for (let step = 0; step < titles.length; step += 1) {
      const title = await until('the next task is shown', async () => {
        const heading = (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
        return titles.includes(heading) && !met.includes(heading) ? heading : null;
      });
      met.push(title);
      if (title === 'Start-up') {
        await focusOn('PLT background');
        await type('3');
      } else {
        await until('a choice has the focus', async () => (await focusName(page)).includes('Done'));
        await press('Space');
      }
      if (step === 0) await shoot('daily');
      await press('Enter');
    }
    await page.getByText('Everything for today is done.').waitFor();
    expect(met.toSorted()).toEqual(titles.toSorted());
    expect(keyCount * handMsAKey).toBeLessThan(60_000);
    await shoot('daily-done');
    await go(`/instruments/${instrumentId}/maintenance`);
    for (const title of titles) await page.getByRole('link', { name: new RegExp(`PASS.*${title}`) }).waitFor();
  });
});

describe('an overdue task', () => {
  it('says why: the rule, the dates, the source', async () => {
    const { page } = running;
    await go('/agenda');
    await headed('Agenda');
    await page.getByRole('heading', { level: 2, name: /^Overdue 1$/ }).waitFor();
    await tabTo(page, /^Why\? Sampling valve rinsed/);
    await press('Enter');
    const why = page.getByRole('dialog', { name: 'Why this stands here' });
    await why.getByText('Every 3 days').waitFor();
    await why.getByText(/Overdue by 5 days/).waitFor();
    await why
      .getByText(/Procedure 12 of the laboratory/)
      .first()
      .waitFor();
    await shoot('why');
    await press('Escape');
  });

  it('is begun, and what was entered outlives the page', async () => {
    const { page } = running;
    await tabTo(page, /^Start: Sampling valve rinsed/);
    await press('Enter');
    await headed('Sampling valve rinsed');
    await focusOn('What came out');
    // The mark tells the second; in the next one a new time can be told from the old.
    await page.waitForTimeout(1100);
    const state = page.getByText(/^draft sav/);
    const before = await state.textContent();
    await type('clear');
    await until('the field is saved', async () => (await state.textContent()) !== before);
    await until('the field is saved', async () => !(await state.textContent())?.includes('saving'));
    await page.reload();
    await headed('Sampling valve rinsed');
    expect(await page.getByLabel('What came out').inputValue()).toBe('clear');
    await press('Enter');
    await page.getByText('PASS', { exact: true }).first().waitFor();
    await page.getByText('Late', { exact: true }).first().waitFor();
  });
});

describe('a recorded value', () => {
  it('is corrected beside the old one, with the reason, and reviewed with a signature', async () => {
    const { page } = running;
    await go(`/instruments/${instrumentId}/maintenance`);
    await page
      .getByRole('link', { name: /PASS.*Start-up/ })
      .first()
      .click();
    await headed('Start-up');
    await tabTo(page, /^Correct$/);
    await press('Enter');
    await page.getByRole('dialog', { name: 'Correct what was recorded' }).waitFor();
    await tabTo(page, /^PLT background/);
    await press('Control+A');
    await type('30');
    await tabTo(page, /^Why/);
    await type('Misread');
    await press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByText('FAIL', { exact: true }).first().waitFor();
    await page.getByText(/PLT background.*3.*→.*30/).waitFor();
    await shoot('corrected');
    await tabTo(page, /^Review and sign/);
    await press('Enter');
    await page.getByRole('dialog').waitFor();
    await type(secret);
    await press('Enter');
    await page.getByText(/^Reviewed by Ana Petrova/).waitFor();
    await page.getByText(/signed by Ana Petrova, reviewed/).waitFor();
    await shoot('reviewed');
  });

  it('stands in the month like in the paper log', async () => {
    const { page } = running;
    await go(`/instruments/${instrumentId}/month/${dayFromNow(0).slice(0, 7)}`);
    await page.getByRole('link', { name: /Open Waste emptied.*done, Ana Petrova/ }).waitFor();
    await shoot('month');
  });
});

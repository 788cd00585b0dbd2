import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../scripts/runtime.ts';
import { type RunningApp, startApp, until } from '../harness/app.ts';
import { resourcesFolder } from '../harness/bench.ts';
import { focusName, tabTo } from '../harness/keyboard.ts';
import { openModuleBench } from '../harness/module-bench.ts';
import { axeFindings, layoutFindings, targetFindings } from '../harness/screen-checks.ts';

// A procedure is written, sent for review, approved by signature, in force, and read and understood: in the real window
// and by keyboard alone.
const secret = 'three blue kettles';
const pictures = path.join(projectRoot, 'out/e2e');
const dataFolder = mkdtempSync(path.join(tmpdir(), 'benchside-procedures-'));
let running: RunningApp;
const findings: string[] = [];

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  const bench = await openModuleBench(dataFolder, { resourcesFolder });
  const { people } = bench.page;
  await people.makeOwner({ signInName: 'ana', printedName: 'Ana Petrova', initials: 'AP', password: secret });
  await people.certify({ password: secret, statement: 'My signature binds me as one by hand does.' });
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

const shoot = (name: string) => running.page.screenshot({ path: path.join(pictures, `procedure-${name}.png`) });
const press = async (...keys: string[]) => {
  for (const key of keys) await running.page.keyboard.press(key);
};
const type = (text: string) => running.page.keyboard.type(text);
const headed = (name: string) => running.page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
const focusOn = (name: string) =>
  until(`the focus is on ${name}`, async () => (await focusName(running.page)).startsWith(name));
const tabOn = (name: string) => tabTo(running.page, new RegExp(`^${name}`));
const dialog = (name: string) => running.page.getByRole('dialog', { name }).waitFor();
const go = (address: string) =>
  running.page.evaluate((hash) => {
    window.location.hash = hash;
  }, address);

async function inspect(name: string): Promise<void> {
  const { page } = running;
  const found = [...(await axeFindings(page)), ...(await layoutFindings(page)), ...(await targetFindings(page))];
  findings.push(...found.map((each) => `${name}: ${each}`));
  await shoot(name);
}

/** Adds a step at the end and leaves its form open. */
async function addStep(title: string, downs: number): Promise<void> {
  await tabOn('Add a step$');
  await press('Enter');
  await focusOn('What to do, in a few words');
  await type(title);
  if (downs > 0) await press('Tab', ...Array.from({ length: downs }, () => 'ArrowDown'));
  await press('Enter');
  await focusOn('What to do, in a few words');
}

describe('a procedure, by keyboard alone', () => {
  it('is begun in the library and written step by step', async () => {
    const { page } = running;
    await page.getByLabel(/Password of Ana Petrova/).waitFor();
    await focusOn('Password of Ana Petrova');
    await type(secret);
    await press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await go('/procedures/library');
    await page.getByText('No procedures yet.').waitFor();
    await press('Enter');
    await focusOn('Number');
    await type('HEM-012');
    await press('Tab');
    await type('Background before patients');
    await press('Enter');
    await headed('Background before patients');
    await addStep('The start-up is finished', 0);
    await press('Enter');
    await addStep('PLT background', 1);
    await tabOn('Upper limit');
    await type('10');
    await tabOn('Where the limit or the demand is from');
    await type('Clearance K112605');
    await page.getByRole('region', { name: 'As it will be asked' }).getByText('at most 10').waitFor();
    await inspect('editor');
    await press('Enter');
    await focusOn('2');
    await press('Alt+ArrowUp');
    await focusOn('1PLT background');
    await page.getByText(/saved \d\d:\d\d:\d\d/).waitFor();
  });

  it('is sent for review, approved by signature, and in force', async () => {
    const { page } = running;
    await tabOn('Send for review');
    await press('Enter');
    await dialog('Send for review');
    await focusOn('Note for the reviewer');
    await type('The first one');
    await press('Enter');
    await headed('Background before patients, version 1');
    await page.getByText('In review').waitFor();
    await inspect('in-review');
    await press('Enter');
    await dialog('Approve this version');
    await focusOn('Takes effect on');
    await press('Enter');
    await dialog('Sign');
    await inspect('approval');
    await tabOn('Password of Ana Petrova');
    await type(secret);
    await press('Enter');
    await page.getByText('It is in force now.').waitFor();
    await page.getByText(/signed by Ana Petrova, approved/).waitFor();
    await inspect('in-force');
  });

  it('must be read by whom the list names, and is signed as read and understood', async () => {
    const { page } = running;
    await tabOn('Who must read it');
    await press('Enter');
    await dialog('Who must read it');
    await tabOn('administrator');
    await press('Space');
    await tabOn('Days after it takes effect');
    await press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await go('/procedures/reading');
    await page.getByRole('link', { name: /HEM-012/ }).waitFor();
    await inspect('to-read');
    await press('Enter');
    await headed('Background before patients, version 1');
    await press('Enter');
    await dialog('Sign');
    await tabOn('Password of Ana Petrova');
    await type(secret);
    await press('Enter');
    await page.getByText('Signed: read and understood.').waitFor();
    await page.getByText('1 of 1 have read it').waitFor();
    await go('/procedures/reading');
    await page.getByText('Everything that is to be read is read.').waitFor();
  });

  it('looked right all the way', () => {
    expect(findings).toEqual([]);
  });
});

import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { contentOf, makeEffective, step } from '../../scripts/demo/sop-terms.ts';
import { projectRoot } from '../../scripts/runtime.ts';
import { type RunningApp, startApp, until } from '../harness/app.ts';
import { resourcesFolder } from '../harness/bench.ts';
import { focusName, tabTo } from '../harness/keyboard.ts';
import { openModuleBench } from '../harness/module-bench.ts';

// A procedure run in the real window, by keyboard alone: the host is killed in the middle of a field, then the whole
// application while a timer runs; nothing is lost that the screen had called saved. A deviation, the end, the signature.
const secret = 'three blue kettles';
const pictures = path.join(projectRoot, 'out/e2e');
const dataFolder = mkdtempSync(path.join(tmpdir(), 'benchside-run-'));
let running: RunningApp;
let sopId = '';

const steps = [
  step('hazard', 'blood', 'Blood and sharp edges', { hazards: ['biological', 'sharp'] }),
  step('number', 'plt', 'PLT background', { unit: '10*3/uL', high: '10', source: 'Clearance K112605' }),
  step('timer', 'soak', 'Soak the probe', { leastSeconds: 2, mostSeconds: 3600 }),
  step('confirm', 'rinsed', 'The probe is rinsed'),
  step('text', 'rest', 'What came out'),
];

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
  const content = contentOf('Probe cleaning', steps, { needsSignature: true });
  ({ sopId } = await makeEffective(bench.page, 'HEM-09', content, { password: secret, statement: '' }));
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
  for (const key of keys) await running.page.keyboard.press(key);
};
const type = (text: string) => running.page.keyboard.type(text);
const shoot = (name: string) => running.page.screenshot({ path: path.join(pictures, `run-${name}.png`) });
const go = (address: string) =>
  running.page.evaluate((hash) => {
    window.location.hash = hash;
  }, address);
const headed = (name: string) => running.page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
const asked = (name: string) => running.page.getByRole('heading', { level: 2, name, exact: true }).waitFor();
const focusOn = (name: string) =>
  until(`the focus is on ${name}`, async () => (await focusName(running.page)).startsWith(name));
const saved = () => running.page.getByText(/saved \d\d:\d\d:\d\d/).waitFor();
const value = () => running.page.getByLabel('Value', { exact: true }).inputValue();

async function signIn(): Promise<void> {
  await running.page.getByLabel(/Password of Ana Petrova/).waitFor();
  await focusOn('Password of Ana Petrova');
  await type(secret);
  await press('Enter');
  await running.page.getByRole('dialog').waitFor({ state: 'hidden' });
}

describe('a run of a procedure', () => {
  it('is started and its hazard acknowledged by keyboard alone', async () => {
    await signIn();
    await go('/procedures/runs');
    await headed('Runs');
    await running.page.getByText('No run is open.').waitFor();
    await press('Enter');
    await headed('Start a procedure');
    await focusOn('Choose one');
    await press('Enter');
    await running.page.getByRole('option', { name: /HEM-09 Probe cleaning/ }).waitFor();
    await press('Enter');
    await running.page.getByText('5 steps').waitFor();
    await tabTo(running.page, /^Start/);
    await press('Enter');
    await asked('Blood and sharp edges');
    await shoot('hazard');
    await press('Enter');
    await asked('PLT background');
  });

  it('loses nothing of a field that is called saved when the host is killed', async () => {
    await focusOn('Value');
    await type('14');
    await running.page.getByText(/^FAIL/).waitFor();
    await saved();
    const pid = await running.hostPid();
    process.kill(pid, 'SIGKILL');
    await until('another host is there', async () => {
      try {
        return (await running.hostPid()) !== pid;
      } catch {
        return false;
      }
    });
    await signIn();
    await asked('PLT background');
    expect(await value()).toBe('14');
    await running.page.getByText('This was begun before the program stopped.').waitFor();
    await shoot('host-killed');
    await tabTo(running.page, /^Value/);
    await press('Control+A');
    await type('4');
    await running.page.getByText('PASS', { exact: true }).waitFor();
    await press('Enter');
    await asked('Soak the probe');
  });

  it('has its timer run on through a kill of the whole application, and says what was recovered', async () => {
    await press('Enter');
    const clock = running.page.getByRole('timer');
    await clock.waitFor();
    const { app } = running;
    const gone = once(app.process(), 'exit');
    process.kill(app.process().pid ?? 0, 'SIGKILL');
    await gone;
    running = await startApp({ dataFolder });
    await signIn();
    await go('/procedures/runs');
    await headed('Runs');
    await running.page.getByText('recovered after a crash').waitFor();
    await shoot('list-after-kill');
    await tabTo(running.page, /^Started.*HEM-09 Probe cleaning/);
    await press('Enter');
    await asked('Soak the probe');
    await running.page.getByText('This was begun before the program stopped.').waitFor();
    await running.page.getByText('Long enough').waitFor();
    await shoot('timer-after-kill');
    await press('Enter');
    await running.page.getByText(/^Ran 0:/).waitFor();
    await press('Enter');
    await asked('The probe is rinsed');
  });

  it('takes a deviation with its reason', async () => {
    await tabTo(running.page, /^Done otherwise$/);
    await press('Enter');
    await running.page.getByRole('dialog', { name: 'Done otherwise' }).waitFor();
    await focusOn('What was done instead');
    await type('Rinsed twice by hand');
    await tabTo(running.page, /^Why/);
    await type('The pump is away for repair');
    await shoot('deviation');
    await press('Enter');
    await running.page.getByRole('dialog').waitFor({ state: 'hidden' });
    await asked('What came out');
    await focusOn('What was seen or done');
    await type('Clear');
    await press('Enter');
  });

  it('is finished and signed in one act', async () => {
    await asked('Nothing is open any more');
    await shoot('end');
    await tabTo(running.page, /^Finish and sign/);
    await press('Enter');
    const sheet = running.page.getByRole('dialog');
    await sheet.getByText('4 10*3/uL, PASS').waitFor();
    await sheet.getByText(/Rinsed twice by hand/).waitFor();
    await type(secret);
    await press('Enter');
    await sheet.waitFor({ state: 'hidden' });
    await running.page.getByText(/signed by Ana Petrova, performed/).waitFor();
    await shoot('signed');
  });

  it('is in the records as it was seen', async () => {
    await running.close();
    const bench = await openModuleBench(dataFolder, { resourcesFolder });
    try {
      await bench.page.people.signIn({ signInName: 'ana', password: secret });
      const { runs } = bench.page.sop;
      const [row] = await runs.list({ sopId, instrumentId: null, states: ['signed'], limit: 5 });
      expect(row).toMatchObject({ deviationCount: 1, recoveredCount: 0, place: 'saved-here' });
      const run = await runs.get({ runId: row?.runId ?? '' });
      const answered = run.steps.map(({ at, answer }) => [at, answer?.value ?? null, answer?.isRecovered ?? false]);
      expect(answered).toEqual([
        ['blood', 'acknowledged', false],
        ['plt', '4', expect.any(Boolean)],
        ['soak', expect.stringMatching(/^\d+$/), expect.any(Boolean)],
        ['rinsed', null, false],
        ['rest', 'Clear', false],
      ]);
      expect(run.revisions.flatMap(({ signatures }) => signatures)).toHaveLength(1);
    } finally {
      await bench.close();
    }
  });
});

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../electron/simulators/simulator.ts';
import { calibratorRun, pipetteOfHundred, procedureOfWhiteCells } from '../../scripts/demo/calibration-terms.ts';
import { projectRoot } from '../../scripts/runtime.ts';
import { type RunningApp, startApp, until } from '../harness/app.ts';
import { resourcesFolder, serialLink } from '../harness/bench.ts';
import { focusName, tabTo } from '../harness/keyboard.ts';
import { openModuleBench } from '../harness/module-bench.ts';

// In the real window and by keyboard alone: a calibration whose replicates come over a serial line, from as-found to the
// signature; and a pipette checked with the weights of a balance on another line.
const secret = 'three blue kettles';
const pictures = path.join(projectRoot, 'out/e2e');
const folder = mkdtempSync(path.join(tmpdir(), 'benchside-calibration-'));
const ids = { analyzer: '', balance: '', standard: '' };
let running: RunningApp;
let analyzer: Simulator;
let balance: Simulator;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  const dataFolder = path.join(folder, 'data');
  const bench = await openModuleBench(dataFolder, { resourcesFolder });
  const definitionOf = (key: string) => {
    const definition = bench.host.context.catalog.get(key);
    if (definition === undefined) throw new Error(`no definition ${key}`);
    return definition;
  };
  const [analyzerPort, balancePort] = [path.join(folder, 'analyzer'), path.join(folder, 'balance')];
  analyzer = await startSimulator({ definition: definitionOf('sysmex-xn-1000'), port: `pty:${analyzerPort}` });
  balance = await startSimulator({ definition: definitionOf('mettler-toledo-mt-sics'), port: `pty:${balancePort}` });
  const { page } = bench;
  await page.people.makeOwner({ signInName: 'ana', printedName: 'Ana Petrova', initials: 'AP', password: secret });
  await page.people.certify({ password: secret, statement: 'My signature binds me as one by hand does.' });
  ids.analyzer = await bench.register('sysmex-xn-1000', {
    name: 'XN in the core lab',
    serialNumber: '14718',
    link: serialLink(analyzerPort),
  });
  await page.instruments.setAnswering({ instrumentId: ids.analyzer, isAnswering: true, reason: 'There is no LIS.' });
  ids.balance = await bench.register('mettler-toledo-mt-sics', { name: 'Balance', link: serialLink(balancePort) });
  await page.calibration.procedures.set({
    definitionKey: 'sysmex-xn-1000',
    terms: procedureOfWhiteCells,
    reason: 'As the manual of the lab says.',
    hash: null,
    signing: { password: secret, statement: '' },
  });
  const { standards } = page.calibration;
  await standards.certificates.add({
    subject: { kind: 'instrument', id: ids.balance },
    terms: {
      ...{ number: 'B-2026-4', issuer: 'Example calibration', accreditation: '', traceability: '', uncertainty: '' },
      ...{ issuedOn: '2026-01-05', validTo: '2099-01-05', asFound: 'in-tolerance', file: null, note: '' },
    },
  });
  const pipette = { nominalUl: 1000, lowestUl: 1000, isVariable: false, channelCount: 1, tips: 'Example tips' };
  const terms = { ...pipetteOfHundred, name: 'P1000 number 3', pipette };
  ids.standard = (await standards.equipment.register({ terms })).standardId;
  await bench.close();
  running = await startApp({ dataFolder });
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await shoot(`failed-${task.name.slice(0, 20)}`);
});
afterAll(async () => {
  await running?.close();
  await analyzer?.close();
  await balance?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const press = async (...keys: string[]) => {
  for (const key of keys) await running.page.keyboard.press(key);
};
const type = (text: string) => running.page.keyboard.type(text);
const shoot = (name: string) => running.page.screenshot({ path: path.join(pictures, `calibration-${name}.png`) });
const goTo = (address: string) =>
  running.page.evaluate((hash) => {
    window.location.hash = hash;
  }, address);
const step = (name: string) => running.page.getByText(new RegExp(`^Step \\d+ of \\d+: ${name}`)).waitFor();
const sheet = (name: string) => running.page.getByRole('dialog', { name }).waitFor();
const gone = () => running.page.getByRole('dialog').waitFor({ state: 'hidden' });
/** To what begins with this name: a region that holds it and has the focus is not meant. */
const to = (name: string) => tabTo(running.page, new RegExp(`^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`));
const fill = async (label: string, text: string) => {
  await to(label);
  await type(text);
};
/** Arrow keys until the choice that is called so has the focus; they choose as they go. */
async function choose(name: string): Promise<void> {
  for (let turn = 0; turn < 12 && !(await focusName(running.page)).startsWith(name); turn += 1)
    await press('ArrowDown');
  expect((await focusName(running.page)).slice(0, name.length)).toBe(name);
}

let sent = 0;
/** The analyzer sends a run down the line; it appears, and Enter takes it. */
async function take(white: string): Promise<void> {
  sent += 1;
  const records = calibratorRun(white).map((record) => new TextEncoder().encode(record));
  expect((await analyzer.send(`run-${sent}`, records)).outcome).toBe('delivered');
  const button = running.page
    .getByRole('region', { name: 'What to do' })
    .getByRole('button', { name: /^Take the run of/ });
  await button.waitFor();
  // Where a button has the focus, Enter is its own: the way is then to the one that takes the run.
  if (await running.page.evaluate(() => document.activeElement instanceof HTMLButtonElement)) {
    await tabTo(running.page, /^Take the run of/);
  }
  await press('Enter');
  await button.waitFor({ state: 'hidden' });
}

describe('a calibration', () => {
  it('begins with the question whether it is needed at all', async () => {
    const { page } = running;
    await page.getByLabel(/Password of Ana Petrova/).waitFor();
    await type(secret);
    await press('Enter');
    await gone();
    await goTo(`/instruments/${ids.analyzer}/calibration`);
    await tabTo(page, /^Calibrate$/);
    await press('Enter');
    await page.getByText('Should it be calibrated at all?').waitFor();
    await shoot('guard');
    await to('Installed or moved');
    await choose('Service was here');
    await press('Enter');
    await step('Before anything is run');
    await to('Yes');
    await press('Space', 'Enter');
    await step('Precision');
  });

  it('takes its replicates from the line as they run, sets one aside with its reason, and keeps it in view', async () => {
    const { page } = running;
    await take('7.01');
    await take('9.99');
    await to('Set aside run 2');
    await press('Enter');
    await sheet('Run 2');
    await type('Bubble in the tube');
    await press('Enter');
    await gone();
    await page.getByText('Whole run set aside by Ana Petrova: Bubble in the tube').waitFor();
    await take('7.00');
    await take('7.02');
    await page.getByText('Runs: 3 of 3').waitFor();
    await shoot('replicates');
    await press('Enter');
  });

  it('holds what was found against the lot, and computes the factor beside the analyzer', async () => {
    const { page } = running;
    await step('Material');
    await press('Enter');
    await sheet('Calibrator');
    await type('Calibrator SCS');
    await fill('Lot', '4711');
    await fill('Expires on', '2099-12-31');
    await fill('WBC, assigned', '7.20');
    await fill('Where the values come from', 'Insert of lot 4711');
    await press('Enter');
    await gone();
    await page.getByText('WBC 7.20 10*3/uL').waitFor();
    await press('Enter');
    await step('As found');
    for (const white of ['7.00', '7.02', '6.98']) await take(white);
    await shoot('as-found');
    await press('Enter');
    await step('Factors');
    await press('Enter');
    await sheet('Enter the factor of WBC');
    await type('98.50');
    await press('Enter');
    await gone();
    await page.getByText('101.31 % (change 2.81)').waitFor();
    await shoot('factors');
    await press('Enter');
    await sheet('Decide on WBC');
    await press('ArrowDown');
    await choose('Factor changed at the analyzer');
    await fill('Factor now', '101.31');
    await press('Enter');
    await gone();
    await press('Enter');
  });

  it('goes on with the window that was opened anew, where it was left', async () => {
    const { page } = running;
    await step('As left');
    await take('7.19');
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Calibration' }).waitFor();
    await step('As left');
    await page.getByText('Runs: 1 of 3').waitFor();
    await take('7.20');
    await take('7.21');
    await press('Enter');
  });

  it('ends with controls, and is signed', async () => {
    const { page } = running;
    await step('Controls');
    await press('Enter');
    await sheet('Control');
    await type('Control level 1');
    await fill('Expires on', '2099-12-31');
    await fill('WBC, low limit', '6.8');
    await fill('WBC, high limit', '7.4');
    await press('Enter');
    await gone();
    await take('7.12');
    await press('Enter');
    await step('Sign');
    await page.getByRole('heading', { name: 'How it ends' }).waitFor();
    await shoot('sign');
    await press('Enter');
    await page.getByText('98.50 %, computed 101.31 %, now 101.31 %').waitFor();
    await type(secret);
    await press('Enter');
    await page.getByText('PASS. Calibrated').waitFor();
    await page.getByText(/by Ana Petrova, performed/).waitFor();
    await shoot('signed');
    await goTo(`/instruments/${ids.analyzer}/calibration/factors`);
    await page.getByRole('slider', { name: /Factor of WBC/ }).waitFor();
    await shoot('factor-history');
  });
});

describe('a pipette', () => {
  it('is checked with the weights of the balance on the line, signed, and counts', async () => {
    const { page } = running;
    await goTo(`/standards/${ids.standard}`);
    await page.getByText('Never checked here.').waitFor();
    await press('Enter');
    await page.getByText('As found or as left').first().waitFor();
    await press('Enter');
    await page.getByText('Water and air').waitFor();
    await tabTo(page, /^(Choose Balance|Balance Choose)/);
    await press('Enter');
    await page
      .getByRole('option', { name: /^Balance/ })
      .first()
      .waitFor();
    await press('Enter');
    await page.getByText('Its certificate: Current').waitFor();
    await fill('Water temperature', '21.5');
    await fill('Air pressure', '1013');
    await fill('Humidity', '55');
    await press('Tab');
    const device = balance.balance;
    if (device === null) throw new Error('the balance is none');
    for (let delivery = 1; delivery <= 10; delivery += 1) {
      const grams = 0.996 + delivery * 0.0001;
      device.weight = grams;
      const shown = `${grams.toFixed(4)} g`;
      const button = page.getByRole('region', { name: 'What to do' }).getByRole('button', { name: `Take ${shown}` });
      await button.waitFor();
      await pressOnScreen();
      await page.getByText(`${delivery} of 10`).waitFor();
    }
    await shoot('weighed');
    await until('nothing is missing', async () => (await page.getByText('CANNOT EVALUATE').count()) === 0);
    await pressOnScreen();
    await page.getByRole('dialog').waitFor();
    await type(secret);
    await press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Check' }).waitFor();
    await page.getByText('PASS', { exact: true }).first().waitFor();
    await page.getByText(/by Ana Petrova, performed/).waitFor();
    await shoot('pipette');
    await goTo(`/standards/${ids.standard}`);
    await page.getByText('Current').first().waitFor();
    await shoot('standard');
  });
});

/** Enter, from a field or from nowhere: the primary of the screen. */
async function pressOnScreen(): Promise<void> {
  await tabTo(running.page, /^(Water temperature|Read from|How it was determined)/, 'Shift+Tab');
  await press('Enter');
}

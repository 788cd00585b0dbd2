import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../scripts/runtime.ts';
import { type RunningApp, startApp } from '../harness/app.ts';
import { resourcesFolder } from '../harness/bench.ts';
import { tabTo } from '../harness/keyboard.ts';
import { openModuleBench } from '../harness/module-bench.ts';

// A part is changed: the list of what must be proven, each point proven, reviewed and signed, and the instrument is in service
// again. In the real window and by keyboard alone.
const secret = 'three blue kettles';
const pictures = path.join(projectRoot, 'out/e2e');
const dataFolder = mkdtempSync(path.join(tmpdir(), 'benchside-return-'));
let running: RunningApp;

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
  await bench.register('generic-lis02', { name: 'Coagulation', serialNumber: '3311' });
  await bench.close();
  running = await startApp({ dataFolder });
});
afterAll(async () => {
  await running?.close();
  rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
});

const press = async (...keys: string[]) => {
  for (const key of keys) await running.page.keyboard.press(key);
};
const shoot = (name: string) => running.page.screenshot({ path: path.join(pictures, `${name}.png`) });

/** Proves the next open point with what was run elsewhere: the sheet opens on Enter, and Enter saves it. */
async function proveNext(item: string): Promise<void> {
  const { page } = running;
  await press('Enter');
  await page.getByRole('dialog', { name: `Prove: ${item}` }).waitFor();
  await tabTo(page, 'What was run');
  await page.keyboard.type(`${item}: run 12, print-out in the binder`);
  await press('Tab', 'Space', 'Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

describe('an instrument whose part was changed', () => {
  it('is signed in to, and says on the Bench that it is not set up rather than overdue', async () => {
    const { page } = running;
    await page.getByLabel(/Password of Ana Petrova/).waitFor();
    await page.keyboard.type(secret);
    await press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await tabTo(page, /^Ready to run.*No maintenance plan yet/);
    await press('Enter');
    await page.getByText('No list is open.').waitFor();
  });

  it('is out of service at once, with the list of what a critical part asks for', async () => {
    const { page } = running;
    await press('Enter');
    await page.getByRole('dialog', { name: 'Something was changed or repaired' }).waitFor();
    await tabTo(page, 'Critical part changed');
    await press('Space', 'Enter');
    await page.getByText('6 things are still to be proven before patients are tested on it.').waitFor();
    await shoot('return-to-service-open');
  });

  it('waits for its review when each point is proven', async () => {
    const { page } = running;
    for (const item of [
      'Function checks and background',
      'Controls, all levels',
      'Precision, 10 runs',
      'Carry-over',
      'Calibration verification',
      'Comparison with another instrument, 5 samples or more',
    ]) {
      await proveNext(item);
    }
    await page
      .getByText('Everything is proven. It is in service again when the list is reviewed and signed.')
      .waitFor();
    await shoot('return-to-service-proven');
  });

  it('is in service again when the list is reviewed and signed, and not before', async () => {
    const { page } = running;
    await press('Enter');
    await page.getByText('Back into service: Coagulation').waitFor();
    await shoot('return-to-service-signing');
    await page.keyboard.type('not my password');
    await press('Enter');
    await page.getByRole('alert').waitFor();
    await page.keyboard.type(secret);
    await press('Enter');
    await page.getByText(/Back in service since/).waitFor();
    await page.getByText('Reviewed and signed by Ana Petrova.').waitFor();
    await shoot('return-to-service-signed');
    await tabTo(page, /^Coagulation$/, 'Shift+Tab');
    await press('Enter');
    await page
      .getByText(/^In service\./)
      .first()
      .waitFor();
    expect(await page.getByText('Not in service.').count()).toBe(0);
    await shoot('service-tab');
  });
});

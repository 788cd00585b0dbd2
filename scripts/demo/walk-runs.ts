import type { Page } from 'playwright-core';
import { inBenchMode } from './bench-mode.ts';
import { choose, goTo, headingOf } from './go-to.ts';
import type { Lab } from './lab.ts';
import type { Camera } from './pictures.ts';

const asked = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 2, name });

/** Runs of a procedure: the list, a start, steps of several kinds, bench mode, a deviation, the end, a run that is over. */
export async function walkRuns(page: Page, lab: Lab, camera: Camera): Promise<void> {
  await goTo(page, '#/procedures/runs');
  await headingOf(page, 'Runs').waitFor();
  await page.getByRole('link', { name: /^Paused/ }).waitFor();
  await camera.shoot('runs');
  await page.getByRole('button', { name: /^Start a procedure/ }).click();
  await headingOf(page, 'Start a procedure').waitFor();
  await choose(page, /^Choose one/, /Background before patients/);
  await page.getByText('What is needed').waitFor();
  await camera.shoot('start-a-run');
  await choose(page, /^None/, lab.stations.core.name);
  await page.getByRole('button', { name: /^Start/ }).click();
  await asked(page, 'Blood and sharp edges').waitFor();
  await camera.shoot('run-hazard');
  await page.getByRole('button', { name: /^Read, and protected/ }).click();
  await asked(page, 'The start-up is finished').waitFor();
  await page.keyboard.press('Enter');
  await asked(page, 'PLT background').waitFor();
  await page.getByLabel('Value', { exact: true }).fill('14');
  await page.getByText(/saved \d\d/).waitFor();
  await camera.shoot('run-number');
  await inBenchMode(page, () => camera.shoot('run-bench-mode'));
  await page.getByRole('button', { name: 'Done otherwise' }).first().click();
  await page.getByRole('dialog').waitFor();
  await camera.shoot('run-deviation');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByLabel('Value', { exact: true }).fill('3');
  await page.keyboard.press('Enter');
  await asked(page, 'Control lot').waitFor();
  await camera.shoot('run-scan');
  await page.getByRole('button', { name: '6. Mix the control' }).click();
  await page.getByRole('button', { name: /^Start the timer/ }).click();
  await page.getByText('Long enough').waitFor();
  await camera.shoot('run-timer');
  await page.getByRole('button', { name: '7. WBC of the control' }).click();
  await asked(page, 'WBC of the control').waitFor();
  await camera.shoot('run-reading');
  await page.getByRole('button', { name: 'To the end' }).click();
  await asked(page, /steps are still open/).waitFor();
  await camera.shoot('run-open-steps');

  await goTo(page, '#/procedures/runs');
  await page
    .getByRole('link', { name: /^Paused/ })
    .first()
    .click();
  await page.getByText(/^Handed over by/).waitFor();
  await camera.shoot('run-handed-over');
  await goTo(page, '#/procedures/runs');
  await headingOf(page, 'Runs').waitFor();
  await page.getByText('All', { exact: true }).click();
  await page
    .getByRole('link', { name: /^Finished/ })
    .first()
    .click();
  await page.getByText('What was done').waitFor();
  await camera.shoot('run-over');
}

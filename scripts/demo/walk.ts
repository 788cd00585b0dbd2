import type { Page } from 'playwright-core';
import { inBenchMode } from './bench-mode.ts';
import { goTo, headingOf } from './go-to.ts';
import type { Lab, StationKey } from './lab.ts';
import type { Camera } from './pictures.ts';
import { walkBaths } from './walk-baths.ts';
import { walkCalibration } from './walk-calibration.ts';
import { walkCases } from './walk-cases.ts';
import { walkInstruments } from './walk-instruments.ts';
import { walkMaintenance } from './walk-maintenance.ts';
import { walkMicroscopy } from './walk-microscopy.ts';
import { walkPeople } from './walk-people.ts';
import { walkProcedures } from './walk-procedures.ts';
import { walkReports } from './walk-reports.ts';
import { walkRuns } from './walk-runs.ts';
import { walkService } from './walk-service.ts';

/** Waits for the card of a station to say something. */
export async function waitForCard(page: Page, name: string, text: string | RegExp): Promise<void> {
  await page.getByRole('listitem').filter({ hasText: name }).filter({ hasText: text }).first().waitFor();
}

async function walkInstrument(page: Page, lab: Lab, camera: Camera, key: StationKey): Promise<void> {
  const { instrumentId, name } = lab.stations[key];
  const place = `#/instruments/${instrumentId}`;
  await goTo(page, `${place}/now`);
  await headingOf(page, name).waitFor();
  await page.getByRole('heading', { name: 'How it is' }).waitFor();
  await camera.shoot('instrument-now');
  await goTo(page, `${place}/errors`);
  await page.getByRole('link', { name: 'Errors' }).last().waitFor();
  await camera.shoot('instrument-errors');
  await goTo(page, `${place}/messages`);
  const firstMessage = page.getByRole('button', { name: /results/ }).first();
  await firstMessage.waitFor();
  await camera.shoot('instrument-messages');
  await firstMessage.click();
  await page
    .getByText(/raw|Records|Frames/i)
    .first()
    .waitFor();
  await camera.shoot('instrument-message');
  await goTo(page, `${place}/wire`);
  await page.getByText('Link doctor').waitFor();
  await page.getByText('EOT', { exact: true }).first().waitFor();
  await camera.shoot('instrument-wire');
  await goTo(page, `${place}/timeline`);
  await page.getByText(/Seal/).first().waitFor();
  await camera.shoot('instrument-timeline');
  await goTo(page, `${place}/set-up`);
  await page.getByRole('heading', { name: 'This instrument' }).waitFor();
  await camera.shoot('instrument-set-up');
}

/** An error on the screen: its book entry and evidence, acknowledged, and the first of its guided steps. */
async function walkErrors(page: Page, camera: Camera): Promise<void> {
  await goTo(page, '#/errors');
  const first = page.locator('main a[href*="#/errors/"]').first();
  await first.waitFor();
  await camera.shoot('errors');
  await first.click();
  await page.getByText('What it means').first().waitFor();
  await camera.shoot('error');
  await page.getByRole('button', { name: 'Acknowledge' }).click();
  await page.getByRole('button', { name: 'Acknowledge' }).waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: /guided steps/ }).click();
  await page.getByText(/Step 1 of/).waitFor();
  await camera.shoot('guided-steps');
}

/** Adding an analyzer that was just plugged in, up to the moment where it is seen to talk; then it is left. */
async function walkAdding(page: Page, lab: Lab, camera: Camera): Promise<void> {
  await goTo(page, '#/instruments/new');
  await page.getByText('Which model is it?').waitFor();
  await camera.shoot('add-model');
  await page.keyboard.type('XN-1000');
  await page.keyboard.press('Enter');
  await page.getByText('Where is it plugged in?').waitFor();
  const another = await lab.plugInAnother();
  await page.getByText('Serial or USB cable').click();
  await page.getByText('Another path').click();
  await page.getByLabel('Path of the port').fill(another.path);
  await camera.shoot('add-port');
  await page.getByRole('button', { name: /^Listen/ }).click();
  await page.getByText('Does it talk?').waitFor();
  // It may have to be told twice: the port is only being opened.
  const talking = setInterval(() => void another.talk(), 1_000);
  try {
    await page.getByText(/It fits/).waitFor();
  } finally {
    clearInterval(talking);
  }
  await camera.shoot('add-listen');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await headingOf(page, 'Bench').waitFor();
  await another.close();
}

async function walkOverlays(page: Page, camera: Camera): Promise<void> {
  await goTo(page, '#/bench');
  await headingOf(page, 'Bench').waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  await camera.shoot('command-palette');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await inBenchMode(page, () => camera.shoot('bench-mode'));
  await page.keyboard.press('Control+e');
  await page.getByRole('dialog').waitFor();
  await camera.shoot('enter-an-error');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

async function walkPlaces(page: Page, camera: Camera): Promise<void> {
  await goTo(page, '#/records');
  await headingOf(page, 'Records').waitFor();
  await camera.shoot('records');
  for (const name of ['sync', 'sync/bundles', 'sync/sites']) {
    await goTo(page, `#/${name}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await camera.shoot(name.replace('/', '-'));
  }
  await goTo(page, '#/settings');
  await headingOf(page, 'Settings').waitFor();
  await camera.shoot('settings');
  await goTo(page, '#/scanner');
  await headingOf(page, 'Bar-code scanner').waitFor();
  await page.getByText('On a serial port', { exact: true }).click();
  await camera.shoot('scanner');
  await goTo(page, '#/about');
  await page
    .getByText(/Electron/)
    .first()
    .waitFor();
  await camera.shoot('about');
}

/** Every screen there is, one after another, each taken light and dark. */
export async function walkEveryScreen(page: Page, lab: Lab, camera: Camera): Promise<void> {
  await walkErrors(page, camera);
  await walkInstrument(page, lab, camera, 'night');
  await walkAdding(page, lab, camera);
  await walkPlaces(page, camera);
  await walkOverlays(page, camera);
  await walkPeople(page, camera);
  await walkMaintenance(page, lab, camera);
  await walkService(page, lab, camera);
  await walkCalibration(page, lab, camera);
  await walkInstruments(page, lab, camera);
  await walkMicroscopy(page, lab, camera);
  await walkBaths(page, lab, camera);
  await walkCases(page, lab, camera);
  await walkProcedures(page, camera);
  await walkRuns(page, lab, camera);
  await walkReports(page, camera);
}

import type { Page } from 'playwright-core';
import { goTo } from './go-to.ts';
import type { Lab } from './lab.ts';
import type { Camera } from './pictures.ts';

/** What the wire of the other instruments said, what came as files, and what of it nobody has named yet. */
export async function walkInstruments(page: Page, lab: Lab, camera: Camera): Promise<void> {
  const { cellDyn, coagulation } = lab.stations;
  await goTo(page, `#/instruments/${cellDyn.instrumentId}/fields`);
  await page.getByRole('heading', { name: 'Newest message' }).waitFor();
  await camera.shoot('names-of-fields');
  await goTo(page, `#/instruments/${coagulation.instrumentId}/messages`);
  await page
    .getByRole('button', { name: /results|controls/i })
    .first()
    .waitFor();
  await camera.shoot('coagulation-messages');
  lab.cytometer.drop();
  await goTo(page, `#/instruments/${lab.cytometer.instrumentId}/daily-check`);
  await page
    .getByRole('heading', { name: /checks/i })
    .first()
    .waitFor();
  await camera.shoot('cytometer-daily-check');
  await goTo(page, `#/instruments/${lab.cytometer.instrumentId}/messages`);
  await page
    .getByRole('button', { name: /results|controls/i })
    .first()
    .waitFor();
  await camera.shoot('cytometer-files');
  await goTo(page, `#/instruments/${cellDyn.instrumentId}/support`);
  await page.getByRole('heading', { level: 2 }).first().waitFor();
  await camera.shoot('instrument-support');
}

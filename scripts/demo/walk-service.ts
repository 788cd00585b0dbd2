import type { Page } from 'playwright-core';
import { choose, goTo, headingOf } from './go-to.ts';
import type { Lab } from './lab.ts';
import type { Camera } from './pictures.ts';

/** A part listed, used on a work order, and the list of what it asks for, half proven; then what is about all instruments. */
export async function walkService(page: Page, lab: Lab, camera: Camera): Promise<void> {
  await goTo(page, '#/service/parts');
  await headingOf(page, 'Parts').waitFor();
  await page.getByRole('button', { name: /List a part/ }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Sampling valve');
  await page.getByLabel('Part number').fill('SV-100');
  await page.getByRole('textbox', { name: /On the shelf now/ }).fill('2');
  await page.getByRole('textbox', { name: /Order more/ }).fill('1');
  await page.getByText('Critical: changing it').click();
  await camera.shoot('list-a-part');
  await page.getByRole('button', { name: /List it/ }).click();
  await page.getByText('2 on the shelf').waitFor();
  await camera.shoot('parts');

  const { instrumentId, name } = lab.stations.chemistry;
  await goTo(page, `#/instruments/${instrumentId}/service`);
  await page.getByText('No list is open.').waitFor();
  await page.getByRole('button', { name: 'Open a work order' }).click();
  await page.getByRole('textbox', { name: /What is to be done/ }).fill('Change the sampling valve');
  await page.getByText('the vendor', { exact: true }).click();
  await page.getByLabel('Company or engineer').fill('Field service, M. Ortega');
  await page.getByRole('button', { name: /^Open it/ }).click();
  await headingOf(page, /Change the sampling valve/).waitFor();
  await page.getByRole('button', { name: 'Use a part' }).click();
  await choose(page, /Choose the part/, /Sampling valve/);
  await page.getByLabel('Lot or serial number').fill('SN-8812');
  await page.getByRole('button', { name: /Record the part/ }).click();
  await page.getByText('SN-8812').waitFor();
  await camera.shoot('work-order');
  await page.getByRole('button', { name: /Close: work is done/ }).click();
  await page.getByRole('textbox', { name: /What was done/ }).fill('Valve and seals changed, rinsed twice.');
  await page.getByRole('checkbox', { name: /Critical part changed/ }).waitFor({ state: 'attached' });
  await camera.shoot('close-work-order');
  await page.getByRole('button', { name: /Close the order/ }).click();
  await headingOf(page, 'Return to service').waitFor();
  await page.getByRole('button', { name: 'Prove: Function checks and background' }).first().click();
  await page.getByRole('textbox', { name: /What was run/ }).fill('Start-up check of 14:05, print-out in the binder');
  await page.getByText('Within limits', { exact: true }).click();
  await camera.shoot('prove');
  await page.getByRole('button', { name: /Record the proof/ }).click();
  await page
    .getByText(/Start-up check of 14:05/)
    .first()
    .waitFor();
  await camera.shoot('return-to-service');
  await goTo(page, `#/instruments/${instrumentId}/service`);
  await page.getByText('Not in service.').first().waitFor();
  await camera.shoot('service');

  await goTo(page, '#/service/work-orders');
  await headingOf(page, 'Work orders').waitFor();
  await camera.shoot('work-orders');
  await goTo(page, '#/service/lists');
  await page.getByRole('button', { name: 'Change: Power failed' }).waitFor();
  await camera.shoot('return-to-service-lists');
  await goTo(page, '#/service/downtime');
  await page
    .getByText(new RegExp(`${name}:`))
    .first()
    .waitFor();
  await camera.shoot('downtime');
  await walkOverview(page, camera);
}

async function walkOverview(page: Page, camera: Camera): Promise<void> {
  await goTo(page, '#/service/campaigns');
  await headingOf(page, 'Campaigns').waitFor();
  await page.getByRole('button', { name: /Start a campaign/ }).click();
  await choose(page, /Choose the model/, /./);
  await page.getByRole('textbox', { name: /What is to be done/ }).fill('Field note 12: new tubing');
  await camera.shoot('start-a-campaign');
  await page.getByRole('button', { name: /Open one work order/ }).click();
  await page.getByText(/units done/).waitFor();
  await camera.shoot('campaigns');
  await goTo(page, '#/service/availability');
  await page.getByText('How it is counted').waitFor();
  await camera.shoot('availability');
  await goTo(page, '#/service/self-audit');
  await headingOf(page, 'Self-audit').waitFor();
  await page.getByRole('button', { name: /Run now/ }).click();
  await page.getByText('What was found').first().waitFor();
  await camera.shoot('self-audit');
  await goTo(page, '#/service/import');
  await headingOf(page, 'Import a spreadsheet').waitFor();
  await camera.shoot('import-file');
  await page.locator('input[type="file"]').setInputFiles({
    name: 'maintenance-log.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      ['Analyzer,Task,Date,By', 'Chemistry,Weekly rinse,28/04/2025,AP', 'Chemistry,Weekly rinse,never,AP'].join('\n'),
    ),
  });
  await page.getByText('Step 2 of 4').waitFor();
  await camera.shoot('import-columns');
  await page.getByRole('button', { name: /Check the rows/ }).click();
  await page.getByText('Rows that are not taken').first().waitFor();
  await camera.shoot('import-check');
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByText('Step 1 of 4').waitFor();
}

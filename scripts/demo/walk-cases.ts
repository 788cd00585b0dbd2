import type { Page } from 'playwright-core';
import { goTo, headingOf } from './go-to.ts';
import type { Lab } from './lab.ts';
import type { Camera } from './pictures.ts';

/** A case from the list to its page, a visit up to the customer's signature, and what stands beside them. */
export async function walkCases(page: Page, lab: Lab, camera: Camera): Promise<void> {
  const { instrumentId } = lab.stations.night;
  await goTo(page, '#/cases/list');
  await headingOf(page, 'Cases').waitFor();
  await page.getByText('What could become a case').waitFor();
  await camera.shoot('cases');
  await goTo(page, `#/open-case?instrumentId=${instrumentId}`);
  await headingOf(page, 'Open a case').waitFor();
  await page.getByRole('textbox', { name: /What went wrong/ }).fill('Ward 3 waits for its platelets');
  await page.getByRole('radiogroup', { name: 'Are results affected?' }).getByText('Yes', { exact: true }).click();
  await camera.shoot('open-case');
  // The case of this walk is the one the bench proposes: the background of the night bench was too high.
  await goTo(page, '#/cases/list');
  const proposal = page.getByRole('listitem').filter({ hasText: 'BACKGROUND-HIGH' });
  await proposal.getByRole('button', { name: 'Open a case' }).click();
  await headingOf(page, /^C-1/).waitFor();
  await page.getByRole('button', { name: 'Declare a nonconformity' }).click();
  await page.getByText('Major', { exact: true }).click();
  await page
    .getByRole('textbox', { name: /What did not conform/ })
    .fill('Two samples were run before the background was repeated.');
  await camera.shoot('declare-nonconformity');
  await page.getByRole('button', { name: /^Record it/ }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Task', exact: true }).click();
  await page.getByRole('textbox', { name: /What is to be done/ }).fill('Repeat the two samples on the core analyzer');
  await page.getByRole('button', { name: /Record the task/ }).click();
  await page.getByText('Repeat the two samples on the core analyzer').first().waitFor();
  await camera.shoot('case-tasks');
  await page.getByRole('heading', { name: 'Nonconformity' }).scrollIntoViewIfNeeded();
  await camera.shoot('case');
  await walkVisit(page, camera);
  await goTo(page, `#/instruments/${instrumentId}/cases`);
  await page.getByText('Decontamination certificates').waitFor();
  await camera.shoot('instrument-cases');
  await goTo(page, `#/instruments/${instrumentId}/as-it-was`);
  await page.getByText('Moments of weight').waitFor();
  await page.getByText(/^Told from/).waitFor();
  await camera.shoot('as-it-was');
  await goTo(page, `#/certify-decontamination?instrumentId=${instrumentId}`);
  await headingOf(page, 'Certify decontamination').waitFor();
  await camera.shoot('certify-decontamination');
  await walkProjects(page, camera);
}

async function walkVisit(page: Page, camera: Camera): Promise<void> {
  await goTo(page, '#/plan-visit');
  await headingOf(page, 'Plan a visit').waitFor();
  await page.getByRole('textbox', { name: /^Place/ }).fill('City hospital, night lab');
  await page.getByRole('textbox', { name: /What the visit is for/ }).fill('Background too high after the tank change');
  await page.getByText('XN night bench', { exact: true }).first().click();
  await camera.shoot('plan-a-visit');
  await page.getByRole('button', { name: /^Plan it/ }).click();
  await headingOf(page, /City hospital/).waitFor();
  await page.getByRole('button', { name: /^Arrive/ }).click();
  await page.getByRole('button', { name: /Record the arrival/ }).click();
  await page.getByText(/^On site since/).waitFor();
  await page
    .getByRole('button', { name: /^Add work/ })
    .last()
    .click();
  await page.getByRole('textbox', { name: /What was done/ }).fill('Sampling path rinsed twice, filter changed.');
  await page.getByRole('button', { name: /Record the work/ }).click();
  await page.locator('main').getByText('Sampling path rinsed twice, filter changed.').first().waitFor();
  await page
    .getByRole('button', { name: /^Write the summary/ })
    .last()
    .click();
  await page.getByRole('textbox', { name: /What was found/ }).fill('Old reagent in the line.');
  await page
    .getByRole('textbox', { name: /How the instrument was left/ })
    .fill('In service, background within its limit.');
  await camera.shoot('visit-summary');
  await page.getByRole('button', { name: /Save the summary/ }).click();
  await page.locator('main').getByText('Old reagent in the line.').first().waitFor();
  await camera.shoot('visit');
  await page
    .getByRole('button', { name: /^Let the customer sign/ })
    .last()
    .click();
  await page.getByText('What the customer signs').waitFor();
  await page.getByRole('textbox', { name: /Name of the customer/ }).fill('M. Rossi');
  await draw(page);
  await camera.shoot('customer-signature');
  await page.getByRole('button', { name: /Record the signature/ }).click();
  await page.getByText(/Signed by M. Rossi/).waitFor();
  await goTo(page, '#/cases/visits');
  await headingOf(page, 'Site visits').waitFor();
  await camera.shoot('visits');
}

/** Signs on the pad as with a mouse. */
async function draw(page: Page): Promise<void> {
  const pad = page.getByRole('img', { name: 'Signature', exact: true });
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  if (box === null) throw new Error('The pad is not on the screen.');
  const [left, middle] = [box.x + box.width / 6, box.y + box.height / 2];
  await page.mouse.move(left, middle);
  await page.mouse.down();
  for (let at = 1; at <= 60; at += 1) {
    await page.mouse.move(left + at * 5, middle + Math.sin(at / 2.5) * 30 - at / 3);
  }
  await page.mouse.up();
}

async function walkProjects(page: Page, camera: Camera): Promise<void> {
  await goTo(page, '#/cases/installations');
  await headingOf(page, 'Installations').waitFor();
  await page.getByRole('button', { name: /Start an installation/ }).click();
  await page.getByRole('textbox', { name: /^Title/ }).fill('Second analyzer of the night lab');
  await camera.shoot('start-an-installation');
  await page.getByRole('button', { name: /^Start it/ }).click();
  await headingOf(page, /Second analyzer/).waitFor();
  await camera.shoot('installation');
  await goTo(page, '#/cases/installations');
  await page.getByText('Second analyzer of the night lab').waitFor();
  await camera.shoot('installations');
  await goTo(page, '#/import-notices');
  await headingOf(page, 'Import field notices').waitFor();
  await page.locator('input[type="file"]').setInputFiles({
    name: 'notices.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify({ notices: [exampleNotice] })),
  });
  await page.getByText('What the file holds').waitFor();
  await camera.shoot('import-notices');
  await page.getByRole('button', { name: /^Take/ }).click();
  await headingOf(page, 'Field notices').waitFor();
  await page.getByText(exampleNotice.title).first().waitFor();
  await camera.shoot('notices');
  await page.getByText(exampleNotice.title).first().click();
  await headingOf(page, /FN-12/).waitFor();
  await camera.shoot('notice');
}

const exampleNotice = {
  number: 'FN-12',
  maker: 'Sysmex',
  title: 'Sampling valve: check the seal',
  text: 'On some units the seal of the sampling valve may let air in.',
  severity: 'correction',
  issuedOn: '2026-11-02',
  models: ['XN-1000'],
  serials: [{ from: '20000', to: '21000' }],
  lots: [],
  actions: ['Look for drops under the valve.', 'Change the seal at the next maintenance.'],
  dueOn: '2099-12-31',
};

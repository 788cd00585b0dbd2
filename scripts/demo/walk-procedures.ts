import type { Page } from 'playwright-core';
import { goTo, headingOf } from './go-to.ts';
import type { Camera } from './pictures.ts';
import { ownerPassword } from './walk-people.ts';

const closed = (page: Page) => page.getByRole('dialog').waitFor({ state: 'detached' });

/** Procedures: the library, starters, one in force and what is asked of it, a draft in its editor, approval, reading. */
export async function walkProcedures(page: Page, camera: Camera): Promise<void> {
  await goTo(page, '#/procedures/library');
  await page.getByRole('link', { name: /HEM-020/ }).waitFor();
  await camera.shoot('procedures');
  await goTo(page, '#/procedures/starters');
  await page
    .getByRole('button', { name: /^Take as a draft/ })
    .first()
    .waitFor();
  await camera.shoot('starter-procedures');
  await goTo(page, '#/procedures/requests');
  await page.getByText('The night shift rinses twice a week.').waitFor();
  await camera.shoot('change-requests');
  await goTo(page, '#/procedures/import');
  await page.getByRole('button', { name: /^Choose a file/ }).waitFor();
  await camera.shoot('import-procedures');
  await walkVersions(page, camera);
  await walkEditor(page, camera);
}

async function walkVersions(page: Page, camera: Camera): Promise<void> {
  await goTo(page, '#/procedures/library');
  await page.getByRole('link', { name: /HEM-020/ }).click();
  await page.getByRole('heading', { name: 'Versions' }).waitFor();
  await camera.shoot('procedure');
  await page.getByRole('link', { name: /^Effective/ }).click();
  await headingOf(page, /version 1$/).waitFor();
  await camera.shoot('procedure-version');
  await page.getByRole('button', { name: 'Done differently here: step 1' }).click();
  await page.getByRole('dialog').waitFor();
  await camera.shoot('ask-for-a-change');
  await page.keyboard.press('Escape');
  await closed(page);
  await goTo(page, '#/procedures/library');
  await page.getByRole('link', { name: /HEM-020/ }).click();
  await page.getByRole('link', { name: /^In review/ }).click();
  await headingOf(page, /version 2$/).waitFor();
  await page.getByRole('button', { name: /^Approve and sign/ }).click();
  await page.getByRole('dialog', { name: 'Approve this version' }).waitFor();
  await camera.shoot('approve-a-version');
  await page.keyboard.press('Enter');
  await page.getByLabel(/Password of Ana Petrova/).fill(ownerPassword);
  await camera.shoot('sign-an-approval');
  await page.keyboard.press('Enter');
  await page.getByText('It is in force now.').waitFor();
  await goTo(page, '#/procedures/reading');
  await page.getByRole('link', { name: /HEM-020/ }).waitFor();
  await camera.shoot('to-read');
  await page.getByRole('link', { name: /HEM-011/ }).click();
  await headingOf(page, /version 1$/).waitFor();
  await page.getByRole('button', { name: /^Read and understood/ }).click();
  await page.getByLabel(/Password of Ana Petrova/).fill(ownerPassword);
  await camera.shoot('read-and-understood');
  await page.keyboard.press('Enter');
  await page.getByText('Signed: read and understood.').waitFor();
}

async function walkEditor(page: Page, camera: Camera): Promise<void> {
  await goTo(page, '#/procedures/library');
  await page.getByRole('link', { name: /GEN-004/ }).click();
  await page.getByRole('button', { name: /^Open version 1/ }).click();
  await page.getByRole('button', { name: /^Go on writing/ }).click();
  await headingOf(page, 'Start-up in the morning').waitFor();
  await page.getByRole('button', { name: /PLT background/ }).click();
  await page.getByRole('region', { name: 'As it will be asked' }).waitFor();
  await camera.shoot('procedure-editor');
  await page.getByRole('button', { name: /PLT background/ }).click();
  await page.getByRole('button', { name: /Does the background pass/ }).click();
  await page.getByRole('region', { name: 'Way 1' }).waitFor();
  await camera.shoot('procedure-editor-branch');
  await page.getByRole('button', { name: 'Add a step', exact: true }).click();
  await page.getByRole('region', { name: 'What is the step?' }).waitFor();
  await camera.shoot('add-a-step');
  await page.keyboard.press('Escape');
  await page.getByRole('region', { name: 'What is the step?' }).waitFor({ state: 'detached' });
}

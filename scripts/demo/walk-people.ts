import type { Page } from 'playwright-core';
import type { Camera } from './pictures.ts';

/** Of the owner whom the walk sets up. */
export const ownerPassword = 'three blue kettles';
const password = ownerPassword;
const given = 'four green ladders';

async function goTo(page: Page, place: string): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, place);
}

const heading = (page: Page, name: string, level = 1) => page.getByRole('heading', { level, name }).waitFor();
const closed = (page: Page) => page.getByRole('dialog').waitFor({ state: 'detached' });

/** The first account: who, the recovery key on paper, what a signature means, and the data file. */
async function walkOwner(page: Page, camera: Camera): Promise<void> {
  await goTo(page, '#/people/owner');
  await page.getByText('Who looks after this bench?').waitFor();
  await page.getByLabel(/Name as it is printed/).fill('Ana Petrova');
  await page.getByLabel(/^Password/).fill(password);
  await page.getByLabel(/The same once more/).fill(password);
  await camera.shoot('set-up-owner');
  await page.keyboard.press('Enter');
  await page.getByText('One key for the worst day').waitFor();
  await camera.shoot('recovery-key');
  const groups = await page.locator('[data-key-on-paper] p').first().locator('span').allTextContents();
  await page.getByLabel(/Type it back/).fill(groups.join('-'));
  await page.keyboard.press('Enter');
  await page.getByText('What your signature means').waitFor();
  await page.getByLabel(/Your password/).fill(password);
  await camera.shoot('certify-signature');
  await page.keyboard.press('Enter');
  await page.getByText('The bench has its owner.').waitFor();
  await camera.shoot('owner-ready');
}

async function walkAdministration(page: Page, camera: Camera): Promise<void> {
  await goTo(page, '#/people');
  await page.getByRole('link', { name: /Ana Petrova/ }).waitFor();
  for (const name of ['Ben Ode', 'Dana Lind']) {
    await page.getByRole('button', { name: /Add a person/ }).click();
    await page.getByLabel(/Name as it is printed/).fill(name);
    if (name === 'Dana Lind') await page.getByText('auditor', { exact: true }).click();
    await page.getByLabel(/First password/).fill(given);
    if (name === 'Dana Lind') await camera.shoot('add-a-person');
    await page.getByRole('button', { name: /Add the person/ }).click();
    await heading(page, name);
    if (name === 'Ben Ode') await camera.shoot('person');
    await goTo(page, '#/people');
    await page.getByRole('link', { name }).waitFor();
  }
  await camera.shoot('people');
  await goTo(page, '#/account');
  await heading(page, 'My account');
  await camera.shoot('my-account');
  await goTo(page, '#/data-file');
  await page.getByRole('button', { name: 'Encrypt the data file' }).waitFor();
  await camera.shoot('data-file');
  await page.getByRole('button', { name: 'Encrypt the data file' }).click();
  await page.locator('[data-key-on-paper]').waitFor();
  await camera.shoot('escrow-code');
  await page.keyboard.press('Escape');
  await closed(page);
}

async function walkSigning(page: Page, camera: Camera): Promise<void> {
  await goTo(page, '#/audit-trail');
  await page.getByRole('article').first().waitFor();
  await camera.shoot('audit-trail');
  await page.getByRole('article').first().getByRole('button', { name: 'Sign' }).click();
  await heading(page, 'Sign', 2);
  await page.getByText(/^reviewed:/).click();
  await page.getByLabel(/Password of/).fill(password);
  await camera.shoot('signing');
  await page.keyboard.press('Enter');
  await page.getByText(/^signed by Ana Petrova/).waitFor();
  await closed(page);
  await camera.shoot('signed');
}

async function walkSession(page: Page, camera: Camera): Promise<void> {
  await page.keyboard.press('Control+u');
  await heading(page, 'Who acts', 2);
  await camera.shoot('who-acts');
  await page.keyboard.press('Escape');
  await closed(page);
  await page.keyboard.press('Control+l');
  await heading(page, 'Locked', 2);
  await camera.shoot('locked');
  await page.getByRole('button', { name: 'The password is lost' }).click();
  await page.getByText('By two administrators').click();
  await camera.shoot('password-lost');
  await page.getByRole('button', { name: 'Back to signing in' }).click();
  await page.getByLabel(/Password of Ana Petrova/).fill(password);
  await page.keyboard.press('Enter');
  await closed(page);
}

/** The screens of people, from the first account on; at the end the owner acts. */
export async function walkPeople(page: Page, camera: Camera): Promise<void> {
  await walkOwner(page, camera);
  await walkAdministration(page, camera);
  await walkSigning(page, camera);
  await walkSession(page, camera);
}

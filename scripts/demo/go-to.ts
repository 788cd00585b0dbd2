import type { Page } from 'playwright-core';

/** Goes to a screen by its address, as a link on the page does. */
export async function goTo(page: Page, place: string): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, place);
}

/** The one heading that says which screen it is. */
export const headingOf = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

/** Chooses in a list field. One whose choices are still being read has nothing to open: then it is asked again. */
export async function choose(page: Page, field: string | RegExp, option: string | RegExp): Promise<void> {
  const wanted = page.getByRole('option', { name: option }).first();
  for (let tries = 0; tries < 20 && !(await wanted.isVisible()); tries += 1) {
    await page.getByRole('button', { name: field }).click();
    await wanted.waitFor({ timeout: 1000 }).catch(() => undefined);
  }
  await wanted.click();
}

import type { Page } from 'playwright-core';

/** Goes to a screen by its address, as a link on the page does. */
export async function goTo(page: Page, place: string): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, place);
}

/** The one heading that says which screen it is. */
export const headingOf = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

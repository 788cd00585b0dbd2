import type { Page } from 'playwright-core';
import { goTo, headingOf } from './go-to.ts';
import type { Lab } from './lab.ts';
import type { Camera } from './pictures.ts';

/** The microscope: its tab, a count under way by keys, one that is finished, two readers. */
export async function walkMicroscopy(page: Page, lab: Lab, camera: Camera): Promise<void> {
  const { instrumentId } = lab.manual.microscope;
  await goTo(page, `#/instruments/${instrumentId}/microscopy`);
  await page.getByText('µm per division').first().waitFor();
  await camera.shoot('microscopy');
  // The count that is under way is somebody else's: another person can not go on with it.
  await page.getByRole('button', { name: /^(Count cells|Go on counting)/ }).click();
  const begin = page.getByRole('dialog', { name: 'Count cells' });
  await begin
    .or(headingOf(page, /^Counting slide/))
    .first()
    .waitFor();
  if (await begin.isVisible()) {
    await begin.getByLabel(/^Slide label/).fill('S26-0977');
    await page.keyboard.press('Enter');
  }
  await headingOf(page, /^Counting slide/).waitFor();
  await page.keyboard.press('3');
  await page
    .getByText(/^\d+ of 100$/)
    .first()
    .waitFor();
  await camera.shoot('differential-count');
  await goTo(page, `#/instruments/${instrumentId}/microscopy`);
  await page.getByRole('link', { name: /^CANNOT EVALUATE/ }).click();
  await headingOf(page, /^Two readers/).waitFor();
  await camera.shoot('two-readers');
}

import type { Page } from 'playwright-core';
import { goTo, headingOf } from './go-to.ts';
import type { Lab } from './lab.ts';
import type { Camera } from './pictures.ts';

/** The tissue processor: what is to be changed next, a run with two keys, the grading of a block. */
export async function walkBaths(page: Page, lab: Lab, camera: Camera): Promise<void> {
  const { instrumentId } = lab.manual.processor;
  await goTo(page, `#/instruments/${instrumentId}/baths`);
  await page.getByRole('button', { name: /^Log a run/ }).waitFor();
  await camera.shoot('baths');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Log a run' }).waitFor();
  await camera.shoot('log-a-run');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('link', { name: /Control block/ }).click();
  await headingOf(page, 'Grading').waitFor();
  await camera.shoot('grading');
}

import type { Page } from 'playwright-core';
import { goTo, headingOf } from './go-to.ts';
import type { Camera } from './pictures.ts';

/** Reports: the list, one as its sheets, labels, and the export. */
export async function walkReports(page: Page, camera: Camera): Promise<void> {
  await goTo(page, '#/reports');
  await headingOf(page, 'Reports').waitFor();
  await page.getByText('Month grid').first().waitFor();
  await camera.shoot('reports');
  for (const [name, address] of [
    ['report', '#/reports/error-history'],
    ['labels', '#/reports/labels?item=CELLPACK%20DCL&lot=A1234&initials=JD'],
  ] as const) {
    await goTo(page, address);
    await page.getByText('What to show').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Save as PDF' }).waitFor();
    await page.getByRole('region', { name: /^Page 1 of/ }).waitFor();
    await camera.shoot(name);
  }
  await goTo(page, '#/reports/export');
  await page.getByText('Archive of CSV files').waitFor();
  await camera.shoot('export');
}

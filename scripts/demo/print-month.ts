import type { DrivenApp } from '../drive-app.ts';
import { goTo } from './go-to.ts';

/** Shows the month grid of an instrument, ready to be saved or printed. */
export async function prepareMonthGrid(
  { page }: Pick<DrivenApp, 'page'>,
  of: { readonly instrumentId: string; readonly month: string; readonly size: 'A4' | 'Letter' },
): Promise<void> {
  await goTo(page, '#/reports');
  await page.getByRole('heading', { level: 1, name: 'Reports' }).waitFor();
  await goTo(page, `#/reports/month-grid?instrumentId=${of.instrumentId}&month=${of.month}`);
  await page.getByRole('heading', { level: 1, name: 'Month grid' }).waitFor();
  await page.getByText(of.size, { exact: true }).click();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Save as PDF' }).waitFor();
}

/** Saves what is shown as PDF, as if a person had chosen the file in the system's dialog. */
export async function savePdf({ app, page }: Pick<DrivenApp, 'app' | 'page'>, file: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
  }, file);
  await page.getByRole('button', { name: 'Save as PDF' }).click();
  await page.getByText(`Saved: ${file}`).waitFor({ timeout: 60_000 });
}

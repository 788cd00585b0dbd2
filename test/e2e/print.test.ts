import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHost } from '../../electron/host/host.ts';
import { projectRoot } from '../../scripts/runtime.ts';
import { type RunningApp, startApp, until } from '../harness/app.ts';
import { resourcesFolder } from '../harness/bench.ts';
import { drawPdf } from '../harness/draw-pdf.ts';
import { fillMonth } from '../harness/fill-month.ts';
import { readPdf } from '../harness/read-pdf.ts';

// The month grid goes through the page's own print styles in the real window, to a place chosen in the dialog.
let running: RunningApp;
let scratch: string;
let instrumentId: string;
const month = '2026-10';
const pictures = path.join(projectRoot, 'out/e2e');

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  scratch = mkdtempSync(path.join(tmpdir(), 'benchside-print-'));
  const dataFolder = path.join(scratch, 'data');
  mkdirSync(dataFolder);
  const host = await createHost({
    dataFolder,
    resourcesFolder,
    appVersion: '0.0.0',
    build: 'test',
    electronSource: 'none',
    ballastBytes: 0,
  });
  instrumentId = await fillMonth(host, month);
  await host.stop();
  running = await startApp({ dataFolder });
});
afterAll(async () => {
  await running?.close();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

const goTo = (hash: string) =>
  running.page.evaluate((to) => {
    window.location.hash = to;
  }, hash);

/** The next save dialog answers this path, as if a person had chosen it. */
const choose = (file: string) =>
  running.app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
  }, file);

async function prepareMonthGrid(size: 'A4' | 'Letter'): Promise<void> {
  const { page } = running;
  await goTo('#/reports');
  await page.getByRole('heading', { level: 1, name: 'Reports' }).waitFor();
  await goTo(`#/reports/month-grid?instrumentId=${instrumentId}&month=${month}`);
  await page.getByRole('heading', { level: 1, name: 'Month grid' }).waitFor();
  await page.getByText(size, { exact: true }).click();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Save as PDF' }).waitFor();
}

async function savePdf(file: string): Promise<void> {
  await choose(file);
  await running.page.getByRole('button', { name: 'Save as PDF' }).click();
  await running.page.getByText(`Saved: ${file}`).waitFor({ timeout: 30_000 });
}

describe('the month grid on paper', () => {
  it.each([
    ['A4', [842, 595]],
    ['Letter', [792, 612]],
  ] as const)('is set by the window on %s, page by page, with its hash', async (size, points) => {
    const file = path.join(scratch, `grid-${size}.pdf`);
    await prepareMonthGrid(size);
    await savePdf(file);
    const pdf = await readPdf(file);
    expect(pdf.size.map((side, at) => Math.abs(side - points[at]!) <= 2)).toEqual([true, true]);
    const text = pdf.pages.join(' ');
    const shown = await running.page
      .getByText(/^SHA-256 [0-9a-f]{12}$/)
      .first()
      .textContent();
    expect(text).toContain(String(shown).slice('SHA-256 '.length));
    for (const [index, page] of pdf.pages.entries()) {
      expect(page).toContain(`Page ${index + 1} of ${pdf.pages.length}`);
      expect(page).toMatch(/SHA-256 of the content ?: [0-9a-f]{64}/);
    }
    for (const said of [
      'Maintenance log, 2026-10',
      'Weekly rinse',
      'Gaps',
      'missed',
      'Signatures',
      'Versions and sources',
    ]) {
      expect(text).toContain(said);
    }
    expect(text).not.toMatch(/Save as PDF|What to show/);
    expect(readdirSync(scratch).filter((name) => name.includes('.part'))).toEqual([]);
  });

  it('leaves pictures of its pages, black on white', async () => {
    const file = path.join(scratch, 'grid-A4.pdf');
    const drawn = await drawPdf(file, pictures, 'month-grid-page');
    expect(drawn.length).toBeGreaterThan(0);
  });

  it('is on the record with the hash of the file, and in the list of what was printed', async () => {
    const file = path.join(scratch, 'grid-again.pdf');
    await prepareMonthGrid('A4');
    await savePdf(file);
    const hash = createHash('sha256').update(readFileSync(file)).digest('hex');
    expect(await running.page.getByText(hash).count()).toBe(1);
    await goTo('#/reports');
    await running.page.getByText('PDF, grid-again.pdf').waitFor();
  });

  it('leaves the screen as it was', async () => {
    expect(await running.page.getByTestId('print-sheets').count()).toBe(0);
    await until('the screen is shown', () =>
      running.page.getByRole('heading', { level: 1, name: 'Reports' }).isVisible(),
    );
  });
});

describe('a long report', () => {
  it('is written by the thread of the built host, with the shipped fonts', async () => {
    const { page } = running;
    const file = path.join(scratch, 'errors.pdf');
    await goTo('#/reports/error-history');
    await page.getByRole('heading', { level: 1, name: 'Error history' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('This report has over ten pages.', { exact: false }).waitFor();
    await savePdf(file);
    const { pages } = await readPdf(file);
    expect(pages.length).toBeGreaterThan(10);
    expect(pages.at(-1)).toContain(`Page ${pages.length} of ${pages.length}`);
  });
});

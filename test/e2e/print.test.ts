import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHost } from '../../electron/host/host.ts';
import { drawPdf } from '../../scripts/demo/draw-pdf.ts';
import { fillMonth } from '../../scripts/demo/fill-month.ts';
import { goTo } from '../../scripts/demo/go-to.ts';
import { prepareMonthGrid, savePdf } from '../../scripts/demo/print-month.ts';
import { projectRoot } from '../../scripts/runtime.ts';
import { type RunningApp, startApp, until } from '../harness/app.ts';
import { resourcesFolder } from '../harness/bench.ts';
import { readPdf } from '../harness/read-pdf.ts';
import { axeFindings, layoutFindings, targetFindings } from '../harness/screen-checks.ts';

// The month grid goes through the page's own print styles in the real window, to a place chosen in the dialog.
let running: RunningApp;
let scratch: string;
let instrumentId: string;
const month = '2026-10';
/** Errors enough for a report of over ten pages. */
const longReportErrors = 330;
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
  instrumentId = await fillMonth(host, month, longReportErrors);
  await host.stop();
  running = await startApp({ dataFolder });
});
afterAll(async () => {
  await running?.close();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

describe('the month grid on paper', () => {
  it.each([
    ['A4', [842, 595]],
    ['Letter', [792, 612]],
  ] as const)('is set by the window on %s, page by page, with its hash', async (size, points) => {
    const file = path.join(scratch, `grid-${size}.pdf`);
    await prepareMonthGrid(running, { instrumentId, month, size });
    await savePdf(running, file);
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
    await prepareMonthGrid(running, { instrumentId, month, size: 'A4' });
    await savePdf(running, file);
    const hash = createHash('sha256').update(readFileSync(file)).digest('hex');
    expect(await running.page.getByText(hash).count()).toBe(1);
    await goTo(running.page, '#/reports');
    await running.page.getByText('PDF, grid-again.pdf').waitFor();
  });

  it('leaves the screen as it was', async () => {
    expect(await running.page.getByTestId('print-sheets').count()).toBe(0);
    await until('the screen is shown', () =>
      running.page.getByRole('heading', { level: 1, name: 'Reports' }).isVisible(),
    );
  });
});

describe('the preview', () => {
  it('is reached and read by everybody: no serious finding, no sideways scroll, nothing clipped', async () => {
    const { app, page } = running;
    await prepareMonthGrid(running, { instrumentId, month, size: 'A4' });
    for (const [width, height, zoom] of [
      [1024, 640, 1],
      [1366, 768, 2],
      [1920, 1080, 1],
    ] as const) {
      await app.evaluate(
        ({ BrowserWindow }, [w, h, factor]) => {
          const [window] = BrowserWindow.getAllWindows();
          window?.setContentSize(w, h);
          window?.webContents.setZoomFactor(factor);
        },
        [width, height, zoom] as const,
      );
      await page.waitForFunction(([w, factor]) => Math.abs(window.innerWidth * factor - w) <= 2, [
        width,
        zoom,
      ] as const);
      await until('the sheets fit', async () => (await layoutFindings(page)).length === 0).catch(() => undefined);
      expect([width, zoom, await layoutFindings(page)]).toEqual([width, zoom, []]);
    }
    expect(await axeFindings(page)).toEqual([]);
    expect(await targetFindings(page)).toEqual([]);
  });
});

describe('a long report', () => {
  it('is written by the thread of the built host, with the shipped fonts', async () => {
    const { page } = running;
    const file = path.join(scratch, 'errors.pdf');
    await goTo(page, '#/reports/error-history');
    await page.getByRole('heading', { level: 1, name: 'Error history' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('This report has over ten pages.', { exact: false }).waitFor();
    await savePdf(running, file);
    const { pages } = await readPdf(file);
    expect(pages.length).toBeGreaterThan(10);
    expect(pages.at(-1)).toContain(`Page ${pages.length} of ${pages.length}`);
  });
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { ensureBuilt } from '../build.ts';
import { type DrivenApp, driveApp } from '../drive-app.ts';
import { openDisplay } from '../runtime.ts';
import { MESSAGE_COUNT, openFilledFolder } from './fill.ts';
import { makePerfFolder } from './folders.ts';
import { writeHelloApp } from './hello-app.ts';
import { compare, type Measurement } from './rounds.ts';

const STATIC_ROWS = 50;
const SCROLL_FRAMES = 120;
const SCROLL_STEP_PIXELS = 24;

/**
 * A list of 100,000 messages in the real window against a static page of 50 rows in the same Electron: time from the
 * navigation to the painted rows, nothing of the list being held in the page before; then the slowest frames of scrolling.
 */
export async function measureLists(): Promise<Measurement[]> {
  await ensureBuilt();
  const { dataFolder, instrumentId } = await openFilledFolder((text) => process.stdout.write(text));
  const { folder, remove } = makePerfFolder('lists');
  const display = await openDisplay({ forceVirtual: true });
  const helloFolder = writeHelloApp(join(folder, 'app'));
  const rowsFile = join(helloFolder, 'rows.html');
  writeFileSync(rowsFile, staticRows);
  mkdirSync(join(folder, 'data'), { recursive: true });
  const running: DrivenApp[] = [];
  try {
    const bench = await driveApp({ display, dataFolder });
    running.push(bench);
    const hello = await driveApp({ display, dataFolder: join(folder, 'data'), appFolder: helloFolder });
    running.push(hello);
    const rowsUrl = pathToFileURL(rowsFile).href;
    const rows = MESSAGE_COUNT.toLocaleString('en');
    const painted = await compare({
      name: 'Long list, painted',
      subject: `list of ${rows} messages, from the navigation to painted rows`,
      baseline: `static page of ${STATIC_ROWS} rows, from the navigation to painted rows`,
      figureUnit: 'ms',
      must: 2,
      goal: 1.2,
      isHigherBetter: false,
      runSubject: () => paintMessages(bench.page, instrumentId),
      runBaseline: () => paintStatic(hello.page, rowsUrl),
    });
    const scrolled = await compare({
      name: 'Long list, scrolled',
      subject: `95th percentile of the time between frames while ${rows} messages scroll`,
      baseline: `the same on the static page of ${STATIC_ROWS} rows`,
      figureUnit: 'ms',
      must: 1.2,
      goal: 1.05,
      isHigherBetter: false,
      runSubject: () => scroll(bench.page, 'section:has(li[data-index])'),
      runBaseline: () => scroll(hello.page, 'section'),
    });
    return [painted, scrolled];
  } finally {
    for (const app of running) await app.close();
    display.close();
    remove();
  }
}

async function paintStatic(page: Page, url: string): Promise<number> {
  await page.goto('about:blank');
  await page.goto(url);
  return page.evaluate(() => (globalThis as unknown as { painted: Promise<number> }).painted);
}

/** Loads the page anew, so that neither the screen's code nor its rows are there, waits for the Bench, and goes there. */
async function paintMessages(page: Page, instrumentId: string): Promise<number> {
  await page.evaluate(() => {
    location.hash = '#/bench';
  });
  await page.reload();
  await page.waitForSelector('ul[aria-label] > li');
  // What the Bench still does after its cards are drawn is not the list's.
  await page.waitForTimeout(500);
  return page.evaluate(async (id) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const start = performance.now();
    location.hash = `#/instruments/${id}/messages`;
    while (document.querySelectorAll('li[data-index] button').length < 5) await frame();
    // The frame after the one in which they were there is the one in which they have been painted.
    await frame();
    return performance.now() - start;
  }, instrumentId);
}

/** Scrolls a little with every frame; answers the 95th percentile of the time between frames. */
function scroll(page: Page, box: string): Promise<number> {
  return page.evaluate(
    async ({ selector, frames, step }) => {
      const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
      const element = document.querySelector(selector);
      if (element === null) throw new Error(`nothing to scroll: ${selector}`);
      element.scrollTop = 0;
      await frame();
      const waits: number[] = [];
      let last = await frame();
      for (let count = 0; count < frames; count += 1) {
        element.scrollTop += step;
        const now = await frame();
        waits.push(now - last);
        last = now;
      }
      if (element.scrollTop === 0) throw new Error('it did not scroll');
      return waits.sort((a, b) => a - b)[Math.ceil(frames * 0.95) - 1] ?? Number.NaN;
    },
    { selector: box, frames: SCROLL_FRAMES, step: SCROLL_STEP_PIXELS },
  );
}

/** As plain as a page of rows can be, with rows as high and as full as the list's. */
const staticRows = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Rows</title><style>
body { margin: 0; font: 16px sans-serif; } section { height: 640px; overflow: auto; } ul { margin: 0; padding: 0; list-style: none; }
li { height: 64px; display: flex; gap: 16px; align-items: center; border-bottom: 1px solid #ccc; }
</style></head><body><section><ul>${Array.from(
  { length: STATIC_ROWS },
  (_, index) =>
    `<li><span>2026-11-22 08:${String(index).padStart(2, '0')}:12</span><strong>Results</strong><span>specimen …${1000 + index}</span><span>5 results</span></li>`,
).join('')}</ul></section><script>
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
globalThis.painted = frame().then(frame).then(() => performance.now());
</script></body></html>`;

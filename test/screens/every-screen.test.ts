import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Lab, makeLab } from '../../scripts/demo/lab.ts';
import type { Camera } from '../../scripts/demo/pictures.ts';
import { story } from '../../scripts/demo/story.ts';
import { waitForCard, walkEveryScreen } from '../../scripts/demo/walk.ts';
import { type RunningApp, startApp } from '../harness/app.ts';
import { axeFindings, layoutFindings, targetFindings } from '../harness/screen-checks.ts';

// Every screen of the walk, with a bench that has something to say and sheets that are open: no serious finding of axe,
// nothing scrolls sideways, nothing is clipped, every action is in sight, at the usual size and at the tightest.
// The screens themselves are looked at in all sizes of the layout decision by screens.test.ts.
const sizes = [
  { width: 1366, height: 768, zoom: 2 },
  { width: 1366, height: 768, zoom: 1 },
] as const;

let lab: Lab;
let running: RunningApp;
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'benchside-screens-'));
  lab = await makeLab(path.join(folder, 'data'), path.join(folder, 'lines'));
  running = await startApp({ dataFolder: lab.dataFolder });
});
afterAll(async () => {
  await running?.close();
  await lab?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function setSize({ width, height, zoom }: (typeof sizes)[number]): Promise<void> {
  await running.app.evaluate(
    ({ BrowserWindow }, [w, h, factor]) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setContentSize(w, h);
      window?.webContents.setZoomFactor(factor);
    },
    [width, height, zoom] as const,
  );
  await running.page.waitForFunction(([w, factor]) => Math.abs(window.innerWidth * factor - w) <= 2, [
    width,
    zoom,
  ] as const);
  await running.page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
}

async function setTheme(theme: 'light' | 'dark'): Promise<void> {
  await running.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  await running.page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme);
}

/** Looks at a screen instead of taking its picture. */
function openInspection(findings: string[]): Camera {
  const taken: string[] = [];
  return {
    taken,
    async shoot(name) {
      const { page } = running;
      taken.push(name);
      const note = (what: string, found: string[]) =>
        findings.push(...found.map((each) => `${name}, ${what}: ${each}`));
      for (const size of sizes) {
        await setSize(size);
        note(`${size.width}x${size.height} at ${size.zoom * 100} %`, await layoutFindings(page));
      }
      note('targets', await targetFindings(page));
      note('light', await axeFindings(page));
      // The screens themselves are looked at in the dark by screens.test.ts; a sheet over one is not.
      if ((await page.getByRole('dialog').count()) > 0) {
        await setTheme('dark');
        note('dark', await axeFindings(page, 'contrast'));
        await setTheme('light');
      }
    },
  };
}

it('has no serious accessibility finding and fits its window at every size', { timeout: 420_000 }, async () => {
  const { page } = running;
  const findings: string[] = [];
  const inspection = openInspection(findings);
  await setTheme('light');
  await waitForCard(page, 'XN core lab', 'open');
  await waitForCard(page, 'Immunology', 'open');
  for (const act of [story.results, story.error, story.background, story.cable]) await act.play(lab);
  await waitForCard(page, 'Chemistry', 'port not there');
  await inspection.shoot('bench');
  await story.cable.undo?.(lab);
  await walkEveryScreen(page, lab, inspection);
  expect(inspection.taken.length).toBeGreaterThan(15);
  expect(findings).toEqual([]);
});

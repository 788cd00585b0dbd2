import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureBuilt } from './build.ts';
import { goTo } from './demo/go-to.ts';
import { type Lab, makeLab } from './demo/lab.ts';
import { openCamera } from './demo/pictures.ts';
import { type Act, story } from './demo/story.ts';
import { inWords, summarize, writeSummary } from './demo/summary.ts';
import { waitForCard, walkEveryScreen } from './demo/walk.ts';
import { driveApp } from './drive-app.ts';
import { hasDisplay, openDisplay, projectRoot, startElectron } from './runtime.ts';

/**
 * `npm run demo`: the real application on simulated instruments on real serial lines. With a display the window stays open
 * and the story is told again and again; without one it walks through every screen by itself and writes what it saw.
 */
const outFolder = path.join(projectRoot, 'demo-out');
const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function tellForever(lab: Lab, isOver: () => boolean): Promise<void> {
  const acts: Act[] = [story.results, story.error, story.results, story.background, story.results, story.cable];
  while (!isOver()) {
    for (const act of acts) {
      say(act.title);
      await act.play(lab).catch((error: unknown) => say(String(error)));
      for (let second = 0; second < 8 && !isOver(); second += 1) await pause(1000);
      await act.undo?.(lab).catch((error: unknown) => say(String(error)));
      if (isOver()) return;
    }
  }
}

async function showOnDisplay(lab: Lab): Promise<number> {
  const app = startElectron({ args: ['--data', lab.dataFolder, '--keys', 'file'] });
  let isOver = false;
  const gone = once(app, 'exit').then(([code]) => {
    isOver = true;
    return (code as number | null) ?? 0;
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.kill(signal));
  say('The window is open; the demo goes on until it is closed.');
  await pause(4000);
  await tellForever(lab, () => isOver);
  return gone;
}

/** How many messages the window says each station has. */
async function readShown(lab: Lab, page: import('playwright-core').Page): Promise<Map<string, number>> {
  const shown = new Map<string, number>();
  for (const station of Object.values(lab.stations)) {
    await goTo(page, `#/instruments/${station.instrumentId}/messages`);
    await page.getByRole('heading', { level: 1, name: station.name }).waitFor();
    const text = await page
      .getByText(/^\d[\d,]* messages?$/)
      .first()
      .textContent();
    shown.set(station.key, Number((text ?? '').replace(/\D/g, '')));
  }
  return shown;
}

async function walkAlone(lab: Lab, startedAt: number): Promise<number> {
  const display = await openDisplay({ width: 1920, height: 1200 });
  const driven = await driveApp({ display, dataFolder: lab.dataFolder });
  const { page } = driven;
  // Both themes are in docs/screens; here the story is what counts, and one is quicker.
  const camera = openCamera(page, outFolder, ['light']);
  let shown: Map<string, number>;
  try {
    await waitForCard(page, lab.stations.network.name, 'open');
    await waitForCard(page, lab.stations.core.name, 'open');
    await camera.shoot('bench-at-start');
    for (const [name, act] of Object.entries(story)) {
      say(act.title);
      await goTo(page, '#/bench');
      await act.play(lab);
      if (name === 'cable') await waitForCard(page, lab.stations.chemistry.name, /port not there|unplugged|missing/i);
      // The page is told of changes at most four times a second.
      else await pause(300);
      await camera.shoot(`bench-${name}`);
      await act.undo?.(lab);
    }
    await waitForCard(page, lab.stations.chemistry.name, 'open');
    say('Walking through every screen');
    await walkEveryScreen(page, lab, camera);
    shown = await readShown(lab, page);
  } catch (error) {
    await page.screenshot({ path: path.join(outFolder, 'where-it-stopped.png') }).catch(() => undefined);
    process.stderr.write(driven.output());
    throw error;
  } finally {
    await driven.close();
    display.close();
  }
  const summary = await summarize(lab, shown, camera.taken, (performance.now() - startedAt) / 1000);
  writeSummary(outFolder, summary);
  say(`\n${inWords(summary)}`);
  say(`Pictures and summary: ${path.relative(process.cwd(), outFolder) || '.'}`);
  return summary.problems.length === 0 ? 0 : 1;
}

const startedAt = performance.now();
await ensureBuilt();
rmSync(outFolder, { recursive: true, force: true });
mkdirSync(outFolder, { recursive: true });
const scratch = mkdtempSync(path.join(tmpdir(), 'benchside-demo-'));
try {
  say('Registering the instruments: seven simulated ones on their lines, one that writes files, two without a wire');
  // Short names: they are shown on the cards.
  const lineFolder = mkdtempSync(path.join(tmpdir(), 'line-'));
  const lab = await makeLab(path.join(scratch, 'data'), lineFolder);
  try {
    process.exitCode = hasDisplay() ? await showOnDisplay(lab) : await walkAlone(lab, startedAt);
  } finally {
    await lab.close();
  }
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}

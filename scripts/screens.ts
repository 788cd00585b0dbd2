import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureBuilt } from './build.ts';
import { goTo } from './demo/go-to.ts';
import { makeLab } from './demo/lab.ts';
import { drawMonthGrid } from './demo/month-grid-pictures.ts';
import { openCamera } from './demo/pictures.ts';
import { shrinkPng } from './demo/small-png.ts';
import { story } from './demo/story.ts';
import { waitForCard, walkEveryScreen } from './demo/walk.ts';
import { driveApp } from './drive-app.ts';
import { openDisplay, projectRoot } from './runtime.ts';

/** Writes small pictures of every screen, light and dark, to docs/screens/: `node scripts/screens.ts`. */
const folder = path.join(projectRoot, 'docs', 'screens');
const SMALL_BYTES = 60_000;

await ensureBuilt();
rmSync(folder, { recursive: true, force: true });
const scratch = mkdtempSync(path.join(tmpdir(), 'benchside-screens-'));
const lineFolder = mkdtempSync(path.join(tmpdir(), 'line-'));
const display = await openDisplay({ width: 1920, height: 1200, forceVirtual: true });
try {
  const empty = await driveApp({ display, dataFolder: path.join(scratch, 'empty') });
  await empty.page.getByText('No instruments yet').waitFor();
  await openCamera(empty.page, folder, ['light', 'dark'], shrinkPng).shoot('first-start');
  await empty.close();

  const lab = await makeLab(path.join(scratch, 'data'), lineFolder);
  const { page, close } = await driveApp({ display, dataFolder: lab.dataFolder });
  const camera = openCamera(page, folder, ['light', 'dark'], shrinkPng);
  for (const { name } of Object.values(lab.stations)) await waitForCard(page, name, 'open');
  await story.results.play(lab);
  await story.error.play(lab);
  await story.background.play(lab);
  await goTo(page, '#/bench');
  await story.cable.play(lab);
  await waitForCard(page, lab.stations.chemistry.name, 'port not there');
  await camera.shoot('bench');
  await story.cable.undo?.(lab);
  await walkEveryScreen(page, lab, camera);
  await close();
  await lab.close();
  await drawMonthGrid(display, scratch, folder, shrinkPng);
} finally {
  display.close();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}
const pictures = readdirSync(folder).map((name) => ({ name, bytes: statSync(path.join(folder, name)).size }));
const large = pictures.filter(({ bytes }) => bytes > SMALL_BYTES);
process.stdout.write(
  `${pictures.length} pictures, ${Math.round(pictures.reduce((sum, { bytes }) => sum + bytes, 0) / 1000)} kB.\n`,
);
for (const { name, bytes } of large) process.stdout.write(`${name} is ${bytes} bytes.\n`);

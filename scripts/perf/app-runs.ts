import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { START_LOG } from '../../shared/shell/start-log.ts';
import { type Display, projectRoot, startElectron } from '../runtime.ts';
import { SHOWN_FILE } from './hello-app.ts';

/** One of the two applications that are held against each other, in the same Electron, with the same switches and screen. */
export interface MeasuredApp {
  readonly folder: string;
  readonly dataFolder: string;
  /** Where it writes the marks of its start, and the mark that counts. */
  readonly marksFile: string;
  readonly mark: string;
}

export interface RunningMeasuredApp {
  readonly pid: number;
  /** From the creation of the process to the mark. */
  readonly startMs: number;
  readonly marks: readonly { name: string; atMs: number }[];
  stop(): Promise<void>;
}

export const helloIn = (folder: string, dataFolder: string): MeasuredApp => ({
  folder,
  dataFolder,
  marksFile: join(dataFolder, SHOWN_FILE),
  mark: 'shown',
});

/** The bench, ready when its cards are drawn from the data. */
export const benchOn = (dataFolder: string): MeasuredApp => ({
  folder: projectRoot,
  dataFolder,
  marksFile: join(dataFolder, 'window', START_LOG),
  mark: 'page-usable',
});

const WITHIN_MS = 60_000;

/** Starts an application and waits until it says that it is there. */
export async function startMeasured(app: MeasuredApp, display: Display): Promise<RunningMeasuredApp> {
  mkdirSync(app.dataFolder, { recursive: true });
  rmSync(app.marksFile, { force: true });
  const child = startElectron(
    {
      folder: app.folder,
      args: ['--data', app.dataFolder, '--keys', 'file', ...display.flags],
      environment: display.environment,
    },
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let complaint = '';
  child.stderr?.on('data', (chunk) => {
    complaint += String(chunk);
  });
  const gone = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await gone;
  };
  const end = performance.now() + WITHIN_MS;
  while (!existsSync(app.marksFile)) {
    if (child.exitCode !== null || performance.now() > end) {
      if (child.exitCode === null) await stop();
      throw new Error(`${app.folder} did not start: ${complaint.trim()}`);
    }
    // Coarse on purpose: looking costs the processor that is being measured, and the time is in the file.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { marks } = JSON.parse(readFileSync(app.marksFile, 'utf8')) as { marks: { name: string; atMs: number }[] };
  const mark = marks.find(({ name }) => name === app.mark);
  if (mark === undefined) throw new Error(`${app.folder} did not say when it was ${app.mark}`);
  return { pid: child.pid as number, startMs: mark.atMs, marks, stop };
}

/** Longer than either application takes to write down what it keeps between starts. */
const SETTLED_AFTER_MS = 6_000;

/** Starts an application once and lets it come to rest: what is measured is not the first start after a change of code. */
export async function startOnce(app: MeasuredApp, display: Display): Promise<void> {
  const running = await startMeasured(app, display);
  await new Promise((resolve) => setTimeout(resolve, SETTLED_AFTER_MS));
  await running.stop();
}

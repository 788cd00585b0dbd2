import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type DrivenApp, type DriveOptions, driveApp } from '../../scripts/drive-app.ts';
import { type Display, openDisplay, startElectron } from '../../scripts/runtime.ts';

/** A data folder of one's own is made, and removed at the end, where none is given. */
export type StartOptions = Partial<Omit<DriveOptions, 'display'>>;

/** The real built application on a (virtual) screen, driven through Playwright. */
export interface RunningApp extends DrivenApp {
  readonly dataFolder: string;
}

let display: Promise<Display> | null = null;

/** One screen a test file: the one there is, or Xvfb. */
function screen(): Promise<Display> {
  display ??= openDisplay();
  return display;
}

export async function startApp(options: StartOptions = {}): Promise<RunningApp> {
  const dataFolder = options.dataFolder ?? mkdtempSync(path.join(tmpdir(), 'benchside-e2e-'));
  const driven = await driveApp({ ...options, display: await screen(), dataFolder });
  return {
    ...driven,
    dataFolder,
    async close() {
      await driven.close();
      if (options.dataFolder === undefined) rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Starts any application folder in the same Electron and lets it be; for what needs no driving. */
export async function startBare(folder: string, switches: readonly string[]): Promise<{ stop(): Promise<void> }> {
  const { environment, flags } = await screen();
  const child = startElectron({ folder, args: [...flags, ...switches], environment }, { stdio: 'ignore' });
  return {
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** Waits, by looking again and again, until `look` gives something true; fails after `withinMs`, saying what it waited for. */
export async function until<T>(what: string, look: () => T | Promise<T>, withinMs = 15_000): Promise<NonNullable<T>> {
  const end = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen as NonNullable<T>;
    if (performance.now() > end) throw new Error(`Waited ${withinMs} ms in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import {
  type Display,
  electronEnvironment,
  machineFlags,
  openDisplay,
  projectRoot,
  readRuntime,
  startElectron,
} from '../../scripts/runtime.ts';

export interface StartOptions {
  /** A data folder of one's own is made, and removed at the end, where none is given. */
  readonly dataFolder?: string;
  /** The built application; the project's own by default. */
  readonly appFolder?: string;
  /** More switches for Electron, before the application's folder. */
  readonly switches?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
}

/** The real built application on a (virtual) screen, driven through Playwright. */
export interface RunningApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly dataFolder: string;
  /** What the application's processes wrote to their error stream. */
  readonly output: () => string;
  hostPid(): Promise<number>;
  /** Ends the application as a person would, by closing its window; answers its exit code. */
  close(): Promise<void>;
}

let display: Promise<Display> | null = null;

/** One screen a test file: the one there is, or Xvfb. */
function screen(): Promise<Display> {
  display ??= openDisplay();
  return display;
}

export async function startApp(options: StartOptions = {}): Promise<RunningApp> {
  const { environment, flags } = await screen();
  const runtime = readRuntime();
  const isOwnFolder = options.dataFolder === undefined;
  const dataFolder = options.dataFolder ?? mkdtempSync(path.join(tmpdir(), 'benchside-e2e-'));
  const app = await _electron.launch({
    executablePath: runtime.electronPath,
    args: [
      ...machineFlags(),
      ...flags,
      ...(options.switches ?? []),
      options.appFolder ?? projectRoot,
      '--data',
      dataFolder,
      '--keys',
      'file',
    ],
    env: definedOnly(electronEnvironment(runtime, { ...environment, ...options.environment })),
    timeout: 30_000,
  });
  let text = '';
  app.process().stderr?.on('data', (chunk) => {
    text += String(chunk);
  });
  const page = await app.firstWindow();
  page.setDefaultTimeout(15_000);
  return {
    app,
    page,
    dataFolder,
    output: () => text,
    hostPid: () =>
      app.evaluate(({ app: main }) => {
        const host = main.getAppMetrics().find((metric) => metric.name === 'benchside-host');
        if (host === undefined) throw new Error('there is no host process');
        return host.pid;
      }),
    async close() {
      await app.close();
      if (isOwnFolder) rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
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

function definedOnly(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
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

import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { type Display, electronEnvironment, machineFlags, projectRoot, readRuntime } from './runtime.ts';

export interface DriveOptions {
  readonly display: Display;
  readonly dataFolder: string;
  /** The built application; the project's own by default. */
  readonly appFolder?: string;
  /** More switches for Electron, before the application's folder. */
  readonly switches?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
}

/** The real built application, driven through Playwright. */
export interface DrivenApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** What the application's processes wrote to their error streams. */
  readonly output: () => string;
  hostPid(): Promise<number>;
  close(): Promise<void>;
}

const START_WITHIN_MS = 30_000;

/** Starts the application on a data folder and waits for its window. */
export async function driveApp(options: DriveOptions): Promise<DrivenApp> {
  const runtime = readRuntime();
  const app = await _electron.launch({
    executablePath: runtime.electronPath,
    args: [
      ...machineFlags(),
      ...options.display.flags,
      ...(options.switches ?? []),
      options.appFolder ?? projectRoot,
      '--data',
      options.dataFolder,
      '--keys',
      'file',
    ],
    env: definedOnly(electronEnvironment(runtime, { ...options.display.environment, ...options.environment })),
    timeout: START_WITHIN_MS,
  });
  let text = '';
  for (const stream of [app.process().stderr, app.process().stdout]) {
    stream?.on('data', (chunk) => {
      text += String(chunk);
    });
  }
  const page = await app.firstWindow();
  page.setDefaultTimeout(15_000);
  return {
    app,
    page,
    output: () => text,
    hostPid: () =>
      app.evaluate(({ app: main }) => {
        const host = main.getAppMetrics().find((metric) => metric.name === 'benchside-host');
        if (host === undefined) throw new Error('there is no host process');
        return host.pid;
      }),
    close: () => app.close(),
  };
}

function definedOnly(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

import { _electron, type ElectronApplication, errors, type Page } from 'playwright-core';
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

const START_WITHIN_MS = 20_000;

type LaunchOptions = Parameters<typeof _electron.launch>[0];

/**
 * Now and then the driver waits in vain for the answer of a process that it has reached already; others who drive Electron
 * under load see it too (microsoft/playwright#13297). It has killed that one then; the application is started once more, and
 * it is said.
 */
async function launch(options: LaunchOptions): Promise<ElectronApplication> {
  try {
    return await _electron.launch(options);
  } catch (error) {
    if (!(error instanceof errors.TimeoutError)) throw error;
    process.stderr.write(
      `The driver had no answer within ${START_WITHIN_MS / 1000} s and starts the application again.\n`,
    );
    return _electron.launch(options);
  }
}

/** Starts the application on a data folder and waits for its window. */
export async function driveApp(options: DriveOptions): Promise<DrivenApp> {
  const runtime = readRuntime();
  const app = await launch({
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

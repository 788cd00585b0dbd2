import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { chromium, type Page } from 'playwright-core';
import type { Bridge } from '../../shared/shell/bridge.ts';
import { machineFlags, openDisplay } from '../runtime.ts';
import { resourcesFolder } from './app-folder.ts';

const START_TIMEOUT_MS = 60_000;
const FIRST_SCREEN_TIMEOUT_MS = 15_000;

/** How the packaged app's fuses must be, whatever the runtime it was made from had. */
export const wantedFuses: readonly (readonly [FuseV1Options, boolean])[] = [
  [FuseV1Options.RunAsNode, false],
  [FuseV1Options.EnableCookieEncryption, true],
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable, false],
  [FuseV1Options.EnableNodeCliInspectArguments, false],
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, true],
  [FuseV1Options.OnlyLoadAppFromAsar, true],
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, false],
  [FuseV1Options.GrantFileProtocolExtraPrivileges, false],
];

/** One sentence for each fuse that is not as wanted. */
export async function wrongFuses(program: string): Promise<string[]> {
  const wire = await getCurrentFuseWire(program);
  return wantedFuses.flatMap(([fuse, isOn]) => {
    const wanted = isOn ? FuseState.ENABLE : FuseState.DISABLE;
    return wire[fuse] === wanted ? [] : [`fuse ${FuseV1Options[fuse]} is not ${isOn ? 'on' : 'off'}`];
  });
}

/** The application is one archive; a folder beside it could be changed by anyone who can write there. */
export function strayCode(): string[] {
  const names = readdirSync(resourcesFolder());
  return [
    ...(names.includes('app.asar') ? [] : ['resources/app.asar is missing']),
    ...names
      .filter((name) => name === 'app' || name === 'default_app.asar')
      .map((name) => `resources/${name} is there`),
  ];
}

export interface RunningApp {
  readonly process: ChildProcess;
  readonly page: Page;
  /** Everything it wrote to stderr so far. */
  complaints(): string;
  close(): Promise<number | null>;
}

/** The engine's debugging port, once its page is there: attaching while the page is being made can hang the engine. */
async function debuggingPort(dataFolder: string, child: ChildProcess, complaints: () => string): Promise<number> {
  const file = path.join(dataFolder, 'window', 'DevToolsActivePort');
  for (const until = Date.now() + START_TIMEOUT_MS; Date.now() < until; await delay(50)) {
    if (child.exitCode !== null) throw new Error(`It ended at once (${child.exitCode}):\n${complaints()}`);
    const port = existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : 0;
    if (port > 0 && (await hasLoadedPage(port))) return port;
  }
  throw new Error(`It opened no window in ${START_TIMEOUT_MS / 1000} s:\n${complaints()}`);
}

async function hasLoadedPage(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/json/list`);
    const targets = (await answer.json()) as { type: string; url: string; title: string }[];
    // A page has its title once its document is read.
    return targets.some(
      ({ type, url, title }) => type === 'page' && url.startsWith('app://') && title !== '' && title !== url,
    );
  } catch {
    return false;
  }
}

/**
 * Starts a packaged app on its own data folder and attaches to its page over the debugging port: the inspect fuse that
 * Playwright's Electron launcher needs is off in it (decision 29).
 */
export async function startPackaged(
  program: string,
  dataFolder: string,
  environment: NodeJS.ProcessEnv = {},
  switches: readonly string[] = [],
): Promise<RunningApp> {
  const display = await openDisplay();
  const flags = [...machineFlags(), ...display.flags, '--remote-debugging-port=0', ...switches];
  const child = spawn(program, [...flags, '--data', dataFolder, '--keys', 'file'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...display.environment, ...environment },
  });
  let text = '';
  child.stderr?.on('data', (chunk) => {
    text += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    const code = await ended;
    display.close();
    return code;
  };
  try {
    const port = await debuggingPort(dataFolder, child, () => text);
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    const [context] = browser.contexts();
    const page = context?.pages()[0] ?? (await context?.waitForEvent('page'));
    if (page === undefined) throw new Error('It has no page.');
    const close = async () => {
      await browser.close();
      return stop();
    };
    return { process: child, page, complaints: () => text, close };
  } catch (error) {
    await stop();
    throw error;
  }
}

declare const window: { benchside: Pick<Bridge, 'onHostState'> };

/** Starts it and looks: the page is ours, shows words, and its host answers. Throws with the reason when not. */
export async function smokeTest(program: string, screenshot: string): Promise<string> {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'benchside-smoke-'));
  try {
    const app = await startPackaged(program, dataFolder);
    let shown: string;
    try {
      await app.page.waitForURL(/^app:\/\/benchside\//, { timeout: START_TIMEOUT_MS });
      const host = await app.page.evaluate(
        () =>
          new Promise<string>((resolve) => {
            window.benchside.onHostState(({ state, code }) => {
              if (state === 'ready' || code !== null) resolve(code ?? state);
            });
          }),
      );
      if (host !== 'ready') throw new Error(`Its host does not start (${host}):\n${app.complaints()}`);
      // What a first start shows, and only when the page's question to the host was answered without a fault.
      const calm = app.page.getByText('No instruments yet', { exact: false }).first();
      try {
        await calm.waitFor({ timeout: FIRST_SCREEN_TIMEOUT_MS });
      } catch {
        const words = await app.page.locator('body').textContent();
        throw new Error(`A first start shows something else than an empty bench:\n${words}\n${app.complaints()}`);
      } finally {
        await app.page.screenshot({ path: screenshot });
      }
      shown = ((await calm.textContent()) ?? '').trim();
    } finally {
      await app.close();
    }
    return `window shown ("${shown}"), host ready`;
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { accessSync, constants, readFileSync, statfsSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** The project's folder, without a slash at its end. */
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** What `scripts/setup.mjs` found or made; written as `.runtime/runtime.json`. */
export interface Runtime {
  readonly electronPath: string;
  /** The folder the executable is in, as electron-builder's `electronDist` wants it. */
  readonly electronDist: string;
  readonly electronVersion: string;
  /** The version package.json names; another than `electronVersion` when the stand-in is used. */
  readonly electronDeclared: string;
  readonly source: 'official' | 'registry fallback';
  /** Why the official one is not used. */
  readonly reason?: string;
  readonly chromium: string;
  readonly node: string;
  readonly nodeApi: number;
  readonly sqlite: string;
  /** The SQLite add-on for this Electron, or null where better-sqlite3's own prebuilt one fits. */
  readonly sqliteBinding: string | null;
}

/** @throws Error in plain words when the set-up did not run yet. */
export function readRuntime(): Runtime {
  try {
    return JSON.parse(readFileSync(path.join(projectRoot, '.runtime', 'runtime.json'), 'utf8')) as Runtime;
  } catch {
    throw new Error('There is no Electron runtime yet. Run: npm run setup');
  }
}

// Chromium keeps its shared pictures in /dev/shm and crashes where a container gives it only 64 MB.
const ENOUGH_SHARED_MEMORY_BYTES = 512 * 1024 * 1024;

function hasEnoughSharedMemory(): boolean {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize >= ENOUGH_SHARED_MEMORY_BYTES;
  } catch {
    return false;
  }
}

/** Chromium's switches this machine needs: none on an ordinary desktop. `--no-sandbox` only for root, who has no other way. */
export function machineFlags(): string[] {
  if (process.platform !== 'linux') return [];
  return [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...(hasEnoughSharedMemory() ? [] : ['--disable-dev-shm-usage']),
  ];
}

/** The environment the app's main process reads; `extra` wins. */
export function electronEnvironment(runtime: Runtime, extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...process.env, BENCHSIDE_ELECTRON_SOURCE: runtime.source };
  // Left over from a terminal inside an editor that is itself an Electron app, it would start Electron without windows.
  delete environment.ELECTRON_RUN_AS_NODE;
  // The app keeps its own, in its data folder.
  delete environment.NODE_COMPILE_CACHE;
  if (runtime.sqliteBinding !== null) environment.BENCHSIDE_SQLITE_BINDING = runtime.sqliteBinding;
  return { ...environment, ...extra };
}

export interface Display {
  /** To be merged into the environment of what shows windows. */
  readonly environment: { DISPLAY?: string; BENCHSIDE_VIRTUAL_DISPLAY?: string };
  /** True when nobody sees it. */
  readonly isVirtual: boolean;
  /** Switches for Electron on this screen: behind Xvfb there is no graphics card and no desktop bus to complain about. */
  readonly flags: readonly string[];
  close(): void;
}

const virtualFlags = ['--disable-gpu', '--log-level=3'] as const;

export const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);

function commandExists(name: string): boolean {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * The screen there is, or a virtual one (Xvfb) where there is none. It goes away with `close`, with this process, and, where
 * util-linux can arrange it, also when this process is killed.
 */
export async function openDisplay({ width = 3840, height = 2160, forceVirtual = false } = {}): Promise<Display> {
  if (!forceVirtual && hasDisplay()) {
    // A virtual screen that the test runner opened is there for everyone it starts.
    const isVirtual = process.env.BENCHSIDE_VIRTUAL_DISPLAY === '1';
    return { environment: {}, isVirtual, flags: isVirtual ? virtualFlags : [], close: () => undefined };
  }
  const screen = ['Xvfb', '-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-noreset'];
  const [command, ...args] = commandExists('setpriv') ? ['setpriv', '--pdeathsig', 'TERM', ...screen] : screen;
  const child = spawn(command as string, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr?.on('data', (chunk) => {
    complaint += chunk;
  });
  const number = await new Promise<string>((resolve, reject) => {
    let text = '';
    (child.stdio[3] as Readable).on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.trim());
    });
    child.on('error', (error) => reject(new Error(`Xvfb could not be started: ${error.message}`)));
    child.on('exit', (code) => reject(new Error(`Xvfb ended at once (${code}): ${complaint.trim()}`)));
  });
  const close = () => {
    child.kill();
    process.off('exit', close);
  };
  process.on('exit', close);
  child.unref();
  (child.stderr as Readable & { unref?(): void })?.unref?.();
  (child.stdio[3] as Readable).destroy();
  return {
    environment: { DISPLAY: `:${number}`, BENCHSIDE_VIRTUAL_DISPLAY: '1' },
    isVirtual: true,
    flags: virtualFlags,
    close,
  };
}

/** Starts the application in `folder` (the project by default) in the Electron there is. */
export function startElectron(
  {
    args = [],
    environment = {},
    folder = projectRoot,
  }: { args?: string[]; environment?: NodeJS.ProcessEnv; folder?: string },
  options: SpawnOptions = { stdio: 'inherit' },
): ChildProcess {
  const runtime = readRuntime();
  return spawn(runtime.electronPath, [...machineFlags(), folder, ...args], {
    ...options,
    env: electronEnvironment(runtime, environment),
  });
}

// What every set-up step shares: where things are, how to run a command, how to fail plainly.
// Node built-ins only, and nothing newer than Node 20: this runs before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const runtimeFolder = path.join(projectRoot, '.runtime');
export const runtimeFile = path.join(runtimeFolder, 'runtime.json');
export const platformKey = `${process.platform}-${process.arch}`;

/** A failure with a reason a person can act on. `advice` is the next thing to do. */
export class SetupFailure extends Error {
  constructor(reason, advice = '') {
    super(reason);
    this.name = 'SetupFailure';
    this.advice = advice;
  }
}

/** Where built and downloaded things outlive one clone: the user's cache, or the clone itself where that can not be written. */
export function cacheFolder() {
  const base =
    process.env.BENCHSIDE_CACHE ??
    (process.platform === 'win32'
      ? path.join(process.env.LOCALAPPDATA ?? path.join(homedir(), 'AppData', 'Local'), 'benchside', 'cache')
      : process.platform === 'darwin'
        ? path.join(homedir(), 'Library', 'Caches', 'benchside')
        : path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'benchside'));
  try {
    mkdirSync(base, { recursive: true });
    accessSync(base, constants.W_OK);
    return base;
  } catch {
    const own = path.join(runtimeFolder, 'cache');
    mkdirSync(own, { recursive: true });
    return own;
  }
}

export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** A file is either its old self or its new self, also after a kill. */
export function writeFileAtomically(file, text) {
  mkdirSync(path.dirname(file), { recursive: true });
  const half = `${file}.${process.pid}.new`;
  writeFileSync(half, text);
  renameSync(half, file);
}

export const sha256 = (text) => createHash('sha256').update(text).digest('hex');

export function findCommand(name) {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // not in this folder
    }
  }
  // udevadm and friends live where an ordinary user's PATH does not reach.
  return ['/usr/sbin', '/sbin'].map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

const unfinished = new Set();
let cleaning = false;

/** Undo at exit, however the process ends (a kill -9 leaves only a folder that is never looked at). */
export function undoAtExit(undo) {
  unfinished.add(undo);
  if (!cleaning) {
    cleaning = true;
    process.on('exit', () => {
      for (const each of unfinished) each();
    });
    process.on('SIGINT', () => process.exit(130));
    process.on('SIGTERM', () => process.exit(143));
  }
  return () => unfinished.delete(undo);
}

/** Fill a folder under a temporary name beside its place and rename it when it is whole: nothing half-made is ever seen. */
export async function makeFolderAtomically(place, fill) {
  const half = `${place}.${process.pid}.half`;
  mkdirSync(path.dirname(place), { recursive: true });
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half);
  const keep = undoAtExit(() => rmSync(half, { recursive: true, force: true }));
  try {
    await fill(half);
    try {
      renameSync(half, place);
    } catch (error) {
      // Another clone was quicker; its folder is as good as this one.
      if (!existsSync(place)) throw error;
    }
  } finally {
    rmSync(half, { recursive: true, force: true });
    keep();
  }
}

export async function withTemporaryFolder(use) {
  const folder = path.join(tmpdir(), `benchside-setup-${process.pid}-${Math.random().toString(36).slice(2)}`);
  mkdirSync(folder, { recursive: true });
  const keep = undoAtExit(() => rmSync(folder, { recursive: true, force: true }));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    keep();
  }
}

/** Run to the end and keep what it printed; `{ code, signal, text }`, where text is both streams in order. */
export function run(command, args, { cwd = projectRoot, env = process.env, timeoutMs = 0, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    const stop = undoAtExit(() => child.kill('SIGKILL'));
    let text = '';
    let output = '';
    let timedOut = false;
    const giveUp = () => {
      timedOut = true;
      child.kill('SIGKILL');
    };
    const timer = timeoutMs > 0 ? setTimeout(giveUp, timeoutMs) : undefined;
    child.stdout.on('data', (chunk) => {
      text += chunk;
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      text += chunk;
    });
    const done = (code, signal, more = '') => {
      clearTimeout(timer);
      stop();
      resolve({ code, signal, output, text: text + more, timedOut });
    };
    child.on('error', (error) => done(127, null, String(error.message)));
    child.on('close', (code, signal) => done(code, signal));
  });
}

/** The last lines of a command's output, enough to see why it failed. */
export const tail = (text, lineCount = 12) => text.trimEnd().split('\n').slice(-lineCount).join('\n');

/** npm says first what is wrong and then much that is not; its warnings are left out. */
export const npmReason = (text) =>
  text
    .split('\n')
    .filter((line) => /^npm (error|ERR!) \S/.test(line) && !line.includes('A complete log'))
    .slice(0, 12)
    .join('\n') || tail(text);

/** The machine's own npm, never one found through this project's node_modules/.bin (npm ci is about to replace that). */
export function npm(args, options = {}) {
  const ownBin = path.join(projectRoot, 'node_modules', '.bin');
  const searched = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => path.resolve(folder) !== ownBin);
  const env = {
    ...process.env,
    PATH: searched.join(path.delimiter),
    ELECTRON_SKIP_BINARY_DOWNLOAD: '1',
    ...options.env,
  };
  // npm hands its settings to its children as npm_config_*; a nested npm must read its own files instead.
  for (const name of Object.keys(env))
    if (/^npm_(?!config_(registry|cache|userconfig|offline|https?_proxy|proxy|cafile)$)/i.test(name)) delete env[name];
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, {
    ...options,
    env,
    shell: process.platform === 'win32',
  });
}

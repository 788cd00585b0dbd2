// Where things are, and writing them so that nothing half-made is ever seen. Node built-ins only, nothing newer than Node 20:
// all of the set-up runs before anything is installed.
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const runtimeFolder = path.join(projectRoot, '.runtime');
export const runtimeFile = path.join(runtimeFolder, 'runtime.json');
export const platformKey = `${process.platform}-${process.arch}`;

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

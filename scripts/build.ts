import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'electron-vite';
import { projectRoot } from './runtime.ts';

export const outFolder = path.join(projectRoot, 'out');
const stampFile = path.join(outFolder, 'built-from.txt');
const sources = ['electron', 'shared', 'renderer', 'electron.vite.config.ts', 'package.json', 'package-lock.json'];

function filesBelow(place: string): string[] {
  if (statSync(place).isFile()) return [place];
  return readdirSync(place, { withFileTypes: true }).flatMap((entry) => filesBelow(path.join(place, entry.name)));
}

/** One hash over the names, sizes and times of everything the build reads. */
function stampOfSources(): string {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesBelow(path.join(projectRoot, source))).sort()) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file}\n${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function isBuilt(stamp: string): boolean {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
}

/**
 * Builds `out/` from the sources, beside its place and put there when whole: an app that is starting never sees half a build.
 */
async function buildOut(stamp: string): Promise<void> {
  const half = path.join(projectRoot, `.runtime/out-${process.pid}`);
  const old = `${half}-old`;
  try {
    await build({ root: projectRoot, logLevel: 'warn', build: { outDir: half } });
    writeFileSync(path.join(half, path.basename(stampFile)), stamp);
    if (existsSync(outFolder)) renameSync(outFolder, old);
    renameSync(half, outFolder);
  } finally {
    rmSync(half, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

/** Builds when a source changed since the last build. `force` builds anyway. Answers whether it built. */
export async function ensureBuilt({ force = false } = {}): Promise<boolean> {
  const stamp = stampOfSources();
  if (!force && isBuilt(stamp)) return false;
  const started = performance.now();
  process.stderr.write('Building ...\n');
  await buildOut(stamp);
  process.stderr.write(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s.\n`);
  return true;
}

if (import.meta.main) await ensureBuilt({ force: true });

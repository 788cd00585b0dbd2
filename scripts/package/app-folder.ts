import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Arch, build, type Configuration, Platform } from 'electron-builder';
import { ensureBuilt, outFolder } from '../build.ts';
import { projectRoot, type Runtime, readRuntime } from '../runtime.ts';

export const distFolder = path.join(projectRoot, 'dist');
const stampFile = path.join(distFolder, 'packaged-from.txt');

export const hostPlatform = (): Platform => Platform.current();

function hostArchitecture(): Arch {
  return process.arch === 'arm64' ? Arch.arm64 : Arch.x64;
}

/** The unpacked application's folder of this platform, as electron-builder names it, and the program in it. */
export function appFolder(): { folder: string; program: string } {
  const arch = process.arch === 'arm64' ? '-arm64' : '';
  if (process.platform === 'win32') {
    const folder = path.join(distFolder, `win${arch}-unpacked`);
    return { folder, program: path.join(folder, 'benchside.exe') };
  }
  if (process.platform === 'darwin') {
    const folder = path.join(distFolder, `mac${arch}`, 'Benchside.app');
    return { folder, program: path.join(folder, 'Contents', 'MacOS', 'benchside') };
  }
  const folder = path.join(distFolder, `linux${arch}-unpacked`);
  return { folder, program: path.join(folder, 'benchside') };
}

export const resourcesFolder = (): string =>
  process.platform === 'darwin'
    ? path.join(appFolder().folder, 'Contents', 'Resources')
    : path.join(appFolder().folder, 'resources');

/** What the packaged app reads of its runtime; paths in it are relative to the file. */
function writeRuntimeFacts(runtime: Runtime): void {
  const folder = path.join(projectRoot, '.runtime', 'packaged');
  mkdirSync(folder, { recursive: true });
  const facts = {
    source: runtime.source,
    electronVersion: runtime.electronVersion,
    sqliteBinding: runtime.sqliteBinding === null ? null : 'native/better_sqlite3.node',
  };
  writeFileSync(path.join(folder, 'runtime.json'), `${JSON.stringify(facts, null, 2)}\n`);
}

/** What this machine adds to electron-builder.yml. */
function machineConfiguration(runtime: Runtime): Configuration {
  return {
    electronDist: runtime.electronDist,
    electronVersion: runtime.electronVersion,
    ...(runtime.sqliteBinding === null
      ? {}
      : { extraResources: [{ from: path.dirname(runtime.sqliteBinding), to: 'native', filter: ['*.node'] }] }),
    // The registry's runtime starts applications from a folder of its own; the packaged app has an archive instead.
    afterExtract: async (context) => {
      rmSync(path.join(context.appOutDir, 'resources', 'app'), { recursive: true, force: true });
    },
  };
}

/**
 * Runs electron-builder for this platform. Returns the files it made (none for `dir`). It leaves a hook behind that ends the
 * process with 0 whatever `process.exitCode` says: whoever calls this fails by throwing.
 */
export async function packageApp(targets: readonly string[]): Promise<string[]> {
  const runtime = readRuntime();
  await ensureBuilt();
  writeRuntimeFacts(runtime);
  rmSync(stampFile, { force: true });
  const made = await build({
    projectDir: projectRoot,
    targets: hostPlatform().createTarget([...targets], hostArchitecture()),
    config: machineConfiguration(runtime),
    publish: 'never',
  });
  writeFileSync(stampFile, stamp());
  return made;
}

const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

function stamp(): string {
  const settings = read(path.join(projectRoot, 'electron-builder.yml'));
  return `${read(path.join(outFolder, 'built-from.txt'))}\n${readRuntime().electronPath}\n${settings}`;
}

/** The unpacked application, packaged now if it is older than the sources: what tests of the packaged app start. */
export async function ensurePackaged(): Promise<{ folder: string; program: string }> {
  await ensureBuilt();
  if (read(stampFile) !== stamp() || !existsSync(appFolder().program)) await packageApp(['dir']);
  return appFolder();
}

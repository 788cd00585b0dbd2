/**
 * Completes package-lock.json with the packages for other platforms that the registry at hand does not serve. npm leaves those out
 * when it writes the lock file and then refuses it: `npm ci` says "Missing: ... from lock file". Run it after `npm install <package>`:
 *
 *   node scripts/complete-lock.ts
 *
 * Such an entry has no integrity (nobody here saw the file); it is skipped on a platform it does not name.
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface LockEntry {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}
export interface LockFile {
  packages: Record<string, LockEntry>;
}

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'linuxmusl', 'openharmony', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64', 'loong64', 'wasm32'];

/** `@biomejs/cli-linux-x64-musl` -> os linux, cpu x64, libc musl; undefined where the name does not tell. */
export function platformOf(packageName: string): { os: string[]; cpu: string[]; libc?: string[] } | undefined {
  const words = packageName.split(/[^a-z0-9]+/);
  const system = systems.find((name) => words.includes(name));
  const processor = processors.find((name) => words.includes(name));
  if (system === undefined || processor === undefined) return undefined;
  const libc = system === 'linuxmusl' || words.some((word) => word.startsWith('musl')) ? ['musl'] : undefined;
  const isGnu = words.some((word) => word.startsWith('gnu'));
  return {
    os: [system === 'linuxmusl' ? 'linux' : system],
    cpu: [processor],
    ...(libc ? { libc } : isGnu ? { libc: ['glibc'] } : {}),
  };
}

/** Where npm would look for `name` seen from the package at `place`, nearest first. */
function resolved(lock: LockFile, place: string, name: string): boolean {
  for (let at = place; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    if (lock.packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`] !== undefined) return true;
    if (at === '') return false;
  }
}

/** Optional dependencies that some entry names and no entry answers. */
export function missingFromLock(lock: LockFile): { name: string; version: string; isDev: boolean }[] {
  return Object.entries(lock.packages).flatMap(([place, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !resolved(lock, place, name))
      .map(([name, version]) => ({ name, version, isDev: entry.dev === true })),
  );
}

function main(): void {
  const file = new URL('../package-lock.json', import.meta.url);
  const lock = JSON.parse(readFileSync(file, 'utf8')) as LockFile;
  const missing = missingFromLock(lock);
  for (const { name, version, isDev } of missing) {
    const platform = platformOf(name);
    if (platform === undefined || !/^\d/.test(version)) {
      throw new Error(`${name}@${version} is in no registry here and its name does not tell a platform.`);
    }
    const { os, cpu, libc } = platform;
    lock.packages[`node_modules/${name}`] = {
      version,
      cpu,
      ...(isDev ? { dev: true } : {}),
      ...(libc ? { libc } : {}),
      optional: true,
      os,
    };
  }
  const [[, root], ...others] = Object.entries(lock.packages) as [[string, LockEntry], ...[string, LockEntry][]];
  others.sort(([one], [other]) => one.localeCompare(other, 'en'));
  lock.packages = { '': root, ...Object.fromEntries(others) };
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  process.stdout.write(`${missing.length} packages for other platforms added to package-lock.json.\n`);
}

if (import.meta.main) main();

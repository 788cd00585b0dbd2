import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { appFolder, distFolder, packageApp } from './package/app-folder.ts';
import { smokeTest, strayCode, wrongFuses } from './package/smoke.ts';
import { projectRoot, type Runtime, readRuntime } from './runtime.ts';

/**
 * `npm run package`: everything that can be built here, from electron-builder.yml. The unpacked folder is always built, its
 * fuses and contents are checked, and it is started once. What was left out is said with its reason.
 */
const say = (line: string) => process.stdout.write(`${line}\n`);

interface Plan {
  readonly targets: readonly string[];
  /** Target -> why not. */
  readonly leftOut: readonly (readonly [string, string])[];
}

function plan(runtime: Runtime): Plan {
  const own: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
    win32: ['nsis', 'portable'],
    darwin: ['dmg'],
    linux: ['AppImage', 'deb'],
  };
  const leftOut = (['win32', 'darwin', 'linux'] as const)
    .filter((platform) => platform !== process.platform)
    .flatMap((platform) => (own[platform] ?? []).map((target) => [target, `it is built on ${platform}`] as const));
  const here = own[process.platform] ?? [];
  if (runtime.source === 'official') return { targets: ['dir', ...here], leftOut };
  const reason = `the official Electron ${runtime.electronDeclared} and the packager's tools are needed, and ${runtime.reason}`;
  return { targets: ['dir'], leftOut: [...here.map((target) => [target, reason] as const), ...leftOut] };
}

/** The folder as one file to carry to a bench; electron-builder's own needs a download for it. */
function makeArchive(folder: string): string {
  const { version } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as { version: string };
  const name = `benchside-${version}-${process.platform}-${process.arch}`;
  const file = path.join(distFolder, `${name}.tar.gz`);
  const flags =
    process.platform === 'linux' ? ['--owner=0', '--group=0', `--transform=s,^${path.basename(folder)},${name},`] : [];
  const made = spawnSync('tar', ['-czf', file, ...flags, '-C', path.dirname(folder), path.basename(folder)]);
  if (made.status !== 0 || !existsSync(file)) throw new Error(`tar could not make ${file}: ${made.stderr}`);
  return file;
}

const inMegabytes = (file: string) => `${(statSync(file).size / 1_000_000).toFixed(0)} MB`;

const runtime = readRuntime();
const { targets, leftOut } = plan(runtime);
const made = await packageApp(targets);
const { folder, program } = appFolder();

const faults = [...(await wrongFuses(program)), ...strayCode()];
if (faults.length > 0) throw new Error(`The packaged folder is not as it must be: ${faults.join('; ')}.`);
const seen = await smokeTest(program, path.join(distFolder, 'smoke.png'));
const archive = makeArchive(folder);

say('');
say(`Packaged with Electron ${runtime.electronVersion} (${runtime.source}):`);
say(`  ${path.relative(projectRoot, folder)}: fuses set, nothing outside app.asar; started once: ${seen}`);
for (const file of [...made, archive]) say(`  ${path.relative(projectRoot, file)} (${inMegabytes(file)})`);
if (leftOut.length > 0) say('Left out:');
for (const [target, reason] of leftOut) say(`  ${target}: ${reason}`);

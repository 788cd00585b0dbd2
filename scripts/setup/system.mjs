// What must come from the operating system: libraries Electron links to, a screen for tests, serial lines without hardware.
import { existsSync, readFileSync } from 'node:fs';
import { findCommand, run, tail } from './commands.mjs';
import { SetupFailure } from './failure.mjs';

// `library` is looked up with ldconfig, `command` in PATH. Where Debian renamed a package for 64-bit time, the new name comes first.
const always = [
  { library: 'libgtk-3.so.0', packages: ['libgtk-3-0t64', 'libgtk-3-0'] },
  { library: 'libnss3.so', packages: ['libnss3'] },
  { library: 'libasound.so.2', packages: ['libasound2t64', 'libasound2'] },
  { library: 'libgbm.so.1', packages: ['libgbm1'] },
  { library: 'libXss.so.1', packages: ['libxss1'] },
  { library: 'libnotify.so.4', packages: ['libnotify4'] },
  { command: 'Xvfb', packages: ['xvfb'] },
  { command: 'xauth', packages: ['xauth'] },
  { command: 'socat', packages: ['socat'] },
  { command: 'udevadm', packages: ['udev'] },
];
const toCompile = [
  { command: 'python3', packages: ['python3'] },
  { command: 'make', packages: ['make'] },
  { command: 'g++', packages: ['g++'] },
];

/** Cheap enough for every start: only what is found in PATH. */
export const systemLooksReady = () =>
  process.platform !== 'linux' ||
  always.every(({ command }) => command === undefined || findCommand(command) !== undefined);

async function missing(compiling) {
  const cache = (await run(findCommand('ldconfig') ?? 'ldconfig', ['-p'])).output;
  return [...always, ...(compiling ? toCompile : [])].filter(({ library, command }) =>
    command === undefined ? !cache.includes(`\t${library} `) : findCommand(command) === undefined,
  );
}

async function packageNames(needs) {
  const known = (await run('apt-cache', ['policy', ...needs.flatMap(({ packages }) => packages)])).output;
  const hasCandidate = (name) =>
    new RegExp(`^${name.replaceAll('+', '\\+')}:\\n.*\\n\\s+Candidate: (?!\\(none\\))`, 'm').test(known);
  return needs.map(({ packages }) => packages.find(hasCandidate) ?? packages.at(-1));
}

async function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return run('apt-get', ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=3', ...args], { env });
}

const isDebian = () => existsSync('/etc/debian_version') && findCommand('apt-get') !== undefined;

function systemName() {
  try {
    return /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'This Linux';
  } catch {
    return 'This Linux';
  }
}

/** `compiling` adds what the SQLite add-on needs to be built. `say` is told what is being installed. */
export async function installSystemPackages(compiling, say) {
  if (process.platform !== 'linux') return 'nothing needed on this system';
  let needs = await missing(compiling);
  if (needs.length === 0) return 'all there';
  const plainList = needs.map(({ library, command }) => library ?? command).join(', ');
  if (!isDebian()) {
    throw new SetupFailure(
      `${systemName()} lacks: ${plainList}.`,
      'Install the packages that hold them with your package manager, then run this again. Only Debian and its kin are done automatically.',
    );
  }
  if (process.getuid() !== 0) {
    const names = await packageNames(needs);
    throw new SetupFailure(
      `System packages are missing (${plainList}), and only root can install them.`,
      `Run this once, then run this command again:\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(' ')}`,
    );
  }
  const updated = await apt(['update', '-qq']);
  const names = await packageNames(needs);
  say(`installing ${names.join(' ')}`);
  const installed = await apt(['install', '-y', '-qq', '--no-install-recommends', ...names]);
  needs = await missing(compiling);
  if (installed.code !== 0 || needs.length > 0) {
    const failed = updated.code !== 0 ? updated : installed;
    throw new SetupFailure(
      `apt-get could not install ${names.join(' ')}:\n${tail(failed.text)}`,
      'Check that the Debian mirror can be reached and that no other installation is running.',
    );
  }
  return `installed ${names.join(' ')}`;
}

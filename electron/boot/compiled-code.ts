import { readdirSync, readFileSync, rmSync } from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import { readSummed, writeSummed } from './summed-file.ts';

/** What the engine must be told so that a script may `import()` as a file of its own may. */
const importsAsFile = vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;

/** A script of ours that runs, and where its compiled form is kept. */
interface RunningScript {
  readonly script: vm.Script;
  readonly filename: string;
  /** Its compiled form was there already. */
  readonly isKept: boolean;
}

/** Keeps the compiled form of what has been loaded, for the next start. */
export type KeepCompiled = () => void;

/**
 * Compiling our own built code takes a third of a start. From here on, built files that are loaded are taken in compiled form
 * from `folder`, which holds nothing else, where that is there and whole. Newer runtimes do this themselves; older ones are helped, in the loader of
 * files that end in `.cjs` (our own built ones).
 *
 * Call the answer once the program has started: it writes what was not kept yet, with every function that ran. A compiled
 * form is a convenience alone: one that is missing, damaged or of another engine costs time, and a folder that can not be
 * written costs the next start its haste.
 */
export function takeCompiledCode(folder: string): KeepCompiled {
  const { enableCompileCache } = module as { enableCompileCache?: (folder: string) => unknown };
  if (enableCompileCache !== undefined) {
    enableCompileCache(folder);
    return () => undefined;
  }
  const running: RunningScript[] = [];
  const extensions = module.createRequire(import.meta.filename).extensions;
  extensions['.cjs'] = (loading: NodeJS.Module, filename: string): void => {
    running.push(load(loading, filename, folder));
  };
  return () => {
    try {
      keep(folder, running);
    } catch {
      // A full disk or a folder that may not be written.
    }
  };
}

function load(loading: NodeJS.Module, filename: string, folder: string): RunningScript {
  const source = readFileSync(filename, 'latin1');
  // The engine itself takes damaged data for good.
  const cachedData = readSummed(path.join(folder, nameOf(filename)));
  const script = new vm.Script(module.wrap(source), {
    filename,
    ...(cachedData === null ? {} : { cachedData }),
    importModuleDynamically: importsAsFile,
  });
  const run = script.runInThisContext() as (...values: unknown[]) => void;
  run.call(loading.exports, loading.exports, module.createRequire(filename), loading, filename, path.dirname(filename));
  return { script, filename, isKept: cachedData !== null && script.cachedDataRejected !== true };
}

/** The names of our built files hold a hash of what is in them; the compiled form fits one engine alone. */
const nameOf = (filename: string): string => `${path.basename(filename)}-${process.versions.v8}-${process.arch}.v8`;

function keep(folder: string, running: readonly RunningScript[]): void {
  if (running.every(({ isKept }) => isKept)) return;
  for (const { script, filename, isKept } of running) {
    if (!isKept) writeSummed(path.join(folder, nameOf(filename)), script.createCachedData());
  }
  // What another engine or another build left. A start loads some of our files and another start others: each stays.
  const builtFolders = new Set(running.map(({ filename }) => path.dirname(filename)));
  const wanted = new Set([...builtFolders].flatMap((built) => readdirSync(built)).map(nameOf));
  for (const name of readdirSync(folder)) if (!wanted.has(name)) rmSync(path.join(folder, name), { force: true });
}

/** Where the compiled code of one bench is kept, in the window's own folder. */
export const compiledIn = (windowFolder: string): string => path.join(windowFolder, 'compiled');

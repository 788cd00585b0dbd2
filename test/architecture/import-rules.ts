import path from 'node:path';
import type { SourceFile } from './source-files.ts';

/**
 * Every module a file names: static imports and re-exports, side-effect imports, dynamic imports and types, `require`. Read from
 * the text: no compiler API that reads TypeScript 7 exists, and a wrong count would pass in silence.
 */
export function importsOf(text: string): string[] {
  const patterns = [
    /^\s*(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"\n]+)['"]/gm,
    /^\s*import\s*['"]([^'"\n]+)['"]/gm,
    /\bimport\(\s*['"]([^'"\n]+)['"]/g,
    /\brequire\(\s*['"]([^'"\n]+)['"]/g,
  ];
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name]) => name ?? ''));
}

const isRelative = (name: string) => name.startsWith('.');
const roomOf = (file: string) => file.split('/')[0] ?? '';
const targetOf = (file: string, name: string) => path.posix.normalize(path.posix.join(path.posix.dirname(file), name));

/** `electron/modules/errors/handlers.ts` -> `errors`; undefined outside a module. */
const moduleOf = (file: string) => /^(?:shared|electron|renderer)\/modules\/([^/]+)\//.exec(file)?.[1];

const knowsElectron = (file: string) => /^electron\/(main\.ts|preload\.ts|shell\/)/.test(file);
/** A long contract is in parts: `service-contract.ts`. */
const isOpenToModules = (target: string) =>
  /^shared\/modules\/[^/]+\/(?:[a-z-]+-)?(contract|words|records)\.ts$/.test(target);

const roomsOpenTo: Readonly<Record<string, readonly string[]>> = {
  shared: ['shared'],
  renderer: ['renderer', 'shared'],
  electron: ['electron', 'shared'],
  hub: ['hub', 'shared'],
  scripts: ['scripts', 'electron', 'hub', 'shared'],
};

function brokenByRelative(file: string, name: string): string | undefined {
  const target = targetOf(file, name);
  if (target.startsWith('..')) return 'leaves the project';
  if (!/\.(ts|tsx|js|mjs|css|json)$/.test(name.replace(/\?.*$/, ''))) return 'has no file extension';
  const open = roomsOpenTo[roomOf(file)];
  if (open !== undefined && !open.includes(roomOf(target))) return `${roomOf(file)} may import ${open.join(', ')} only`;
  if (roomOf(target) === 'electron' && roomOf(file) === 'scripts' && knowsElectron(target))
    return 'needs Electron to run';
  const [from, to] = [moduleOf(file), moduleOf(target)];
  if (from !== undefined && to !== undefined && from !== to && !isOpenToModules(target)) {
    return `of module ${to}, module ${from} may import its contract, words and records only`;
  }
  return undefined;
}

function brokenByPackage(file: string, name: string): string | undefined {
  const room = roomOf(file);
  const isNode = name.startsWith('node:');
  if (
    name === 'electron' &&
    !knowsElectron(file) &&
    room !== 'test' &&
    !file.startsWith('scripts/setup/default-app/')
  ) {
    return 'only main.ts, preload.ts and shell/ know Electron';
  }
  if (isNode && (room === 'shared' || room === 'renderer')) return `${room} runs without Node`;
  if (room === 'shared' && !/^(zod|@orpc\/contract)$/.test(name))
    return 'shared imports zod and the contract builder only';
  if (file.startsWith('scripts/setup') && file.endsWith('.mjs') && !isNode)
    return 'the set-up runs before anything is installed';
  return undefined;
}

/** One sentence for each import of the file that breaks the house plan. */
export function brokenImports(file: SourceFile): string[] {
  return importsOf(file.text).flatMap((name) => {
    const broken = isRelative(name) ? brokenByRelative(file.path, name) : brokenByPackage(file.path, name);
    return broken === undefined ? [] : [`${file.path} imports ${name}: ${broken}`];
  });
}

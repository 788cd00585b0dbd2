import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '../../../shared/kernel/errors.ts';
import type { BundleHeader } from '../../../shared/sync/bundle-format.ts';
import { makeFolder } from '../../store/durable-files.ts';
import { copyWhole, isWhole, sizeOf } from './copy-whole.ts';
import { type FoundBundle, findBundle } from './read-bundle.ts';
import { pathOfPart } from './write-parts.ts';

/**
 * Bundles for others that this workstation takes along: kept as they are in `<data>/carried/<bundle>`, whether or not they can
 * be read here, and handed on as they are.
 */
export interface CarriedBundle {
  readonly bundle: string;
  readonly header: BundleHeader;
  readonly partCount: number;
  readonly byteCount: number;
}

const folderOf = (dataFolder: string, bundle: string): string => join(dataFolder, 'carried', bundle);
const nameHere = 'bundle.benchside';

/**
 * Keeps all parts of a bundle that are there.
 *
 * @throws AppError `bundle/not-whole` when a part is damaged or cut: it would be no use to anybody; those of `findBundle`
 * and `copyWhole`
 */
export async function carryBundle(dataFolder: string, paths: readonly string[]): Promise<CarriedBundle> {
  const found = await findBundle(paths);
  for (const { path } of found.parts) {
    if (!(await isWhole(path))) throw new AppError('bundle/not-whole', { file: basename(path) });
  }
  // The name is a uuid, as the header's shape says: nothing else becomes a folder here.
  const folder = folderOf(dataFolder, found.header.bundle);
  makeFolder(folder);
  await copyParts(found, join(folder, nameHere));
  return (await readCarried(folder))!;
}

/** What is taken along, newest first. */
export async function listCarried(dataFolder: string): Promise<CarriedBundle[]> {
  const names = await readdir(join(dataFolder, 'carried')).catch(() => [] as string[]);
  const all = await Promise.all(names.map((name) => readCarried(folderOf(dataFolder, name))));
  return all.filter((one) => one !== undefined).sort((a, b) => (a.header.madeAt < b.header.madeAt ? 1 : -1));
}

/**
 * Copies a carried bundle to a stick. `path` is the name of its first part there.
 *
 * @throws AppError `bundle/not-carried`, and those of `copyWhole`
 */
export async function handOn(
  dataFolder: string,
  bundle: string,
  path: string,
  options: { readonly abort?: AbortSignal; readonly onBytes?: (count: number) => void } = {},
): Promise<{ partCount: number }> {
  const found = await findIn(folderOf(dataFolder, known(bundle)));
  if (!found) throw new AppError('bundle/not-carried', {});
  await copyParts(found, path, options);
  return { partCount: found.parts.length };
}

/** Forgets a carried bundle. */
export async function dropCarried(dataFolder: string, bundle: string): Promise<void> {
  await rm(folderOf(dataFolder, known(bundle)), { recursive: true, force: true });
}

/** @throws AppError `bundle/not-carried` for what is no bundle's name */
function known(bundle: string): string {
  if (!/^[0-9a-f-]{36}$/.test(bundle)) throw new AppError('bundle/not-carried', {});
  return bundle;
}

async function copyParts(
  found: FoundBundle,
  to: string,
  options: { readonly abort?: AbortSignal; readonly onBytes?: (count: number) => void } = {},
): Promise<void> {
  let before = 0;
  for (const { part, path, byteCount } of found.parts) {
    const target = pathOfPart(to, part);
    const isThere = (await sizeOf(target)) === byteCount && (await isSamePart(target, found.header.bundle, part));
    if (!isThere) {
      await copyWhole(path, target, {
        abort: options.abort,
        onBytes: (count) => options.onBytes?.(before + count),
      });
    }
    before += byteCount;
  }
}

async function isSamePart(path: string, bundle: string, part: number): Promise<boolean> {
  const there = await findBundle([path]).catch(() => undefined);
  return there?.header.bundle === bundle && there.header.part === part && (await isWhole(path));
}

async function findIn(folder: string): Promise<FoundBundle | undefined> {
  const first = (await readdir(folder).catch(() => [] as string[])).find((name) => name.endsWith('.benchside'));
  return first === undefined ? undefined : findBundle([join(folder, first)]).catch(() => undefined);
}

async function readCarried(folder: string): Promise<CarriedBundle | undefined> {
  const found = await findIn(folder);
  if (!found) return undefined;
  const byteCount = found.parts.reduce((sum, part) => sum + part.byteCount, 0);
  return { bundle: found.header.bundle, header: found.header, partCount: found.parts.length, byteCount };
}

import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { AppError } from '../../shared/kernel/errors.ts';
import { makeFolder, syncFolder, writeFileDurably } from './durable-files.ts';
import { mainFileName } from './main-file.ts';

/**
 * The sites one laptop carries, each in a data folder of its own (decision 74). The first is the data folder itself; each
 * further one is `<root>/sites/<id>`. `<root>/sites/open.json` says which one opens next and which are being left. Nothing
 * here opens a store, and nothing reads in one site's folder for another but its summary.
 */
export const firstSite = 'first';

/** What a site's host last wrote down about it, in its own folder: all that the page of another site shows of it. */
const siteSummary = z.object({
  format: z.literal(1),
  scope: z.string().max(80),
  name: z.string().max(200),
  /** Own records that nobody else had acknowledged, and since when (ISO). */
  unsent: z.number().int().min(0),
  since: z.string().nullable(),
  byteCount: z.number().min(0),
  /** ISO. */
  at: z.string(),
});
export type SiteSummary = z.infer<typeof siteSummary>;

export interface CarriedSite {
  readonly id: string;
  readonly folder: string;
  /** Null where no host has written one yet, or it can not be read. */
  readonly summary: SiteSummary | null;
}

/** Which folder opens, and, where it is not the one that was asked for, the code of a sentence that says why. */
export interface OpeningSite {
  readonly id: string;
  readonly folder: string;
  readonly problem: SiteProblem | null;
}
export type SiteProblem = 'sites/pointer-broken' | 'sites/folder-missing' | 'sites/not-left';

const furtherSite = /^[0-9a-f]{12}$/;
const siteId = z.string().regex(/^(first|[0-9a-f]{12})$/);
const pointer = z.object({ format: z.literal(1), open: siteId, leaving: z.array(siteId).max(100) });
type Pointer = Omit<z.infer<typeof pointer>, 'format'>;

const summaryName = 'site.json';
/** The first folder on its way out: what is in it has left already, what is still outside goes the same way. */
const movingName = 'moving-first';
/** Left for good; all that remains is to delete it. */
const leftPattern = /^left-[0-9a-f]{8}$/;
/** Names a bench keeps in its data folder, and nothing else: the first site shares its folder with `sites` and `window`. */
const ownNames =
  /^(benchside\.sqlite.*|next\.sqlite.*|wire|blobs|backups|carried|updates|instruments|ballast.*|keys\.(json|os-store\.json|passphrase|escrow\.json).*|heads\.json.*|set-aside-\d+|recovery-.*\.txt|restore[.-].*|drill-.*|check-needed|instance\.(lock|json)|site\.json.*)$/;

const sitesFolder = (root: string): string => join(root, 'sites');
const pointerFile = (root: string): string => join(sitesFolder(root), 'open.json');
const folderOf = (root: string, id: string): string => (id === firstSite ? root : join(sitesFolder(root), id));

/** A folder, and itself: what a link leads to is another's. */
function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function readPointer(root: string): Pointer | 'missing' | 'broken' {
  if (!isFolder(sitesFolder(root)) || !existsSync(pointerFile(root))) return 'missing';
  try {
    return pointer.parse(JSON.parse(readFileSync(pointerFile(root), 'utf8')));
  } catch {
    return 'broken';
  }
}

function writePointer(root: string, next: Pointer): void {
  requireSitesFolder(root);
  writeFileDurably(pointerFile(root), JSON.stringify({ format: 1, ...next }));
}

/** @throws AppError `sites/linked-folder` when another folder was put in its place by a link */
function requireSitesFolder(root: string): void {
  const path = sitesFolder(root);
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) throw new AppError('sites/linked-folder', { path });
  makeFolder(path);
}

const leavingOf = (read: ReturnType<typeof readPointer>): string[] => (typeof read === 'string' ? [] : read.leaving);

function furtherSites(root: string, leaving: readonly string[]): string[] {
  const folder = sitesFolder(root);
  if (!isFolder(folder)) return [];
  return readdirSync(folder)
    .filter((name) => furtherSite.test(name) && isFolder(join(folder, name)) && !leaving.includes(name))
    .sort();
}

const isFirstUsed = (root: string, leaving: readonly string[]): boolean =>
  !leaving.includes(firstSite) && existsSync(join(root, mainFileName));

/** The one to open where none is named: the first folder, unless it was left and another is there. */
function usualSite(root: string, leaving: readonly string[], but?: string): string {
  const others = furtherSites(root, leaving).filter((id) => id !== but);
  return but !== firstSite && isFirstUsed(root, leaving) ? firstSite : (others[0] ?? firstSite);
}

/** Which site opens now. Never throws: whatever the pointer says, a bench opens. */
export function openingSite(root: string): OpeningSite {
  const read = readPointer(root);
  const leaving = leavingOf(read);
  const opening = (id: string, problem: SiteProblem | null): OpeningSite => ({
    id,
    folder: folderOf(root, id),
    problem,
  });
  if (read === 'broken') return opening(usualSite(root, leaving), 'sites/pointer-broken');
  if (read === 'missing') {
    return opening(usualSite(root, leaving), furtherSites(root, []).length > 0 ? 'sites/pointer-broken' : null);
  }
  if (read.open === firstSite || furtherSites(root, leaving).includes(read.open)) return opening(read.open, null);
  return opening(usualSite(root, leaving), 'sites/folder-missing');
}

/** Every site that is carried, the first one first; `open` is listed even while nothing was kept in it yet. */
export function listSites(root: string, open: string): CarriedSite[] {
  const leaving = leavingOf(readPointer(root));
  const first = open === firstSite || isFirstUsed(root, leaving) ? [firstSite] : [];
  return [...first, ...furtherSites(root, leaving)].map((id) => {
    const folder = folderOf(root, id);
    return { id, folder, summary: readSummary(folder) };
  });
}

function readSummary(folder: string): SiteSummary | null {
  try {
    return siteSummary.parse(JSON.parse(readFileSync(join(folder, summaryName), 'utf8')));
  } catch {
    return null;
  }
}

export function writeSummary(folder: string, summary: Omit<SiteSummary, 'format'>): void {
  writeFileDurably(join(folder, summaryName), JSON.stringify({ format: 1, ...summary }));
}

/** Makes an empty folder for one more site, which opens next. Answers its id. @throws AppError `sites/linked-folder` */
export function carrySite(root: string): string {
  requireSitesFolder(root);
  const id = randomBytes(6).toString('hex');
  mkdirSync(folderOf(root, id), { mode: 0o700 });
  syncFolder(sitesFolder(root));
  openSiteNext(root, id);
  return id;
}

/** @throws AppError `sites/unknown` when no such site is carried */
export function openSiteNext(root: string, id: string): void {
  const leaving = leavingOf(readPointer(root));
  const isThere = id === firstSite ? isFirstUsed(root, leaving) : furtherSites(root, leaving).includes(id);
  if (!isThere) throw new AppError('sites/unknown', { id });
  writePointer(root, { open: id, leaving });
}

/**
 * From the moment this returns the site is not carried any more: the next start (`finishLeaving`) takes its folder away, and
 * another site opens, or a fresh first folder. The caller has proved that nothing is lost by it.
 */
export function orderLeaving(root: string, id: string): void {
  const leaving = [...new Set([...leavingOf(readPointer(root)), id])];
  writePointer(root, { open: usualSite(root, leaving, id), leaving });
}

/**
 * Takes the folders of left sites out of the way, before any host starts: a further site by one rename, the first name by
 * name, gone on with after a crash. Then nothing of them is opened again, and `deleteLeft` has time. A site whose files can
 * not be moved (another program holds them) is carried on, whole, and the answer says so.
 *
 * @throws when the order can neither be kept nor taken back; nothing may be opened then
 */
export function finishLeaving(root: string): SiteProblem | null {
  const read = readPointer(root);
  const leaving = leavingOf(read);
  const isMoving = isFolder(join(sitesFolder(root), movingName));
  if (leaving.length === 0 && !isMoving) return null;
  let problem: SiteProblem | null = null;
  for (const id of new Set([...leaving, ...(isMoving ? [firstSite] : [])])) {
    try {
      if (id === firstSite) moveFirst(root);
      else if (isFolder(folderOf(root, id))) renameSync(folderOf(root, id), leftName(root));
    } catch {
      problem = 'sites/not-left';
    }
  }
  syncFolder(sitesFolder(root));
  if (typeof read !== 'string') forgetLeaving(root, read.open);
  return problem;
}

/** A name that stayed there would take away what is begun in that folder from now on: on a full disk the pointer goes whole. */
function forgetLeaving(root: string, open: string): void {
  try {
    writePointer(root, { open, leaving: [] });
  } catch {
    rmSync(pointerFile(root));
    syncFolder(sitesFolder(root));
  }
}

const leftName = (root: string): string => join(sitesFolder(root), `left-${randomBytes(4).toString('hex')}`);

function moveFirst(root: string): void {
  const moving = join(sitesFolder(root), movingName);
  makeFolder(moving);
  const names = readdirSync(root).filter((name) => ownNames.test(name));
  try {
    for (const name of names) renameSync(join(root, name), join(moving, name));
  } catch (error) {
    for (const name of readdirSync(moving)) renameSync(join(moving, name), join(root, name));
    renameSync(moving, leftName(root));
    throw error;
  }
  // What was kept between starts for speed may name the lab's own definitions.
  const compiled = join(root, 'window', 'compiled');
  if (isFolder(compiled)) renameSync(compiled, join(moving, 'compiled'));
  syncFolder(moving);
  syncFolder(root);
  renameSync(moving, leftName(root));
}

/** Deletes what was left, in its own time; a link in it is removed, never followed. Gone on with at the next start. */
export async function deleteLeft(root: string): Promise<void> {
  const folder = sitesFolder(root);
  if (!isFolder(folder)) return;
  for (const name of readdirSync(folder)) {
    if (leftPattern.test(name) && isFolder(join(folder, name))) {
      await rm(join(folder, name), { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

/** The carried sites as the host of one of them sees them. Each change shows at the next start of the host. */
export interface SiteFolders {
  readonly open: OpeningSite;
  list(): CarriedSite[];
  /** @throws AppError `sites/linked-folder` */
  carry(): void;
  /** @throws AppError `sites/unknown` */
  openNext(id: string): void;
  /** Gives up the open site. @throws AppError `sites/linked-folder` */
  leave(): void;
}

export function siteFolders(root: string, open: OpeningSite): SiteFolders {
  return {
    open,
    list: () => listSites(root, open.id),
    carry: () => void carrySite(root),
    openNext: (id) => openSiteNext(root, id),
    leave: () => orderLeaving(root, open.id),
  };
}

import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteSource, FileBlock } from '../../../shared/instruments/files/byte-source.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import type { FileLedger } from '../file-ledger.ts';
import { type OpenFile, openFileSource } from '../file-source.ts';
import { type LinkListener, type OpenLink, problemOf, type SettingsOf } from './link.ts';

export interface FolderParts {
  readonly ledger: FileLedger;
  /** The blocks of a file; none where it is no file of this instrument. */
  readonly read: (source: ByteSource) => AsyncIterable<FileBlock>;
  readonly monoMs: () => number;
  /** The folder is looked through this often, and a file that was not written to for so long is finished. */
  readonly scanMs?: number;
  readonly settleMs?: number;
}

/** CellQuest saves into folders of a day or a person; deeper ones are no data of an instrument. */
const maxDepth = 4;
/** Far above years of a busy cytometer; a whole disk that was chosen by mistake must not be walked. */
const maxFiles = 50_000;

interface Found {
  readonly path: string;
  /** Size and time: other ones mean that somebody wrote. */
  readonly mark: string;
}

/**
 * Watches a folder by looking, which works on any disk and over a network: a file whose size and time rest for
 * `settleMs` is read, once for each content. Files are opened for reading only; none is changed, moved or deleted. A
 * block counts as read when the listener has stored it, so that a crash loses none.
 *
 * @throws AppError `link/folder-missing`, `link/folder-not-readable`
 */
export async function openFolder(
  settings: SettingsOf<'folder'>,
  listener: LinkListener,
  parts: FolderParts,
): Promise<OpenLink> {
  await listFiles(settings.folder);
  const watch = new FolderWatch(settings, listener, parts);
  listener.connected(settings.folder);
  watch.start();
  return {
    where: settings.folder,
    write: async () => {},
    check: async () => {},
    modemLines: async () => null,
    close: () => watch.close(),
  };
}

class FolderWatch {
  readonly #settings: SettingsOf<'folder'>;
  readonly #listener: LinkListener;
  readonly #parts: FolderParts;
  readonly #scanMs: number;
  readonly #settleMs: number;
  /** Marks of files that are done with, so that the ledger is asked once a start. */
  readonly #done = new Map<string, string>();
  readonly #resting = new Map<string, { mark: string; since: number }>();
  #timer: NodeJS.Timeout | null = null;
  #scan: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(settings: SettingsOf<'folder'>, listener: LinkListener, parts: FolderParts) {
    this.#settings = settings;
    this.#listener = listener;
    this.#parts = parts;
    this.#scanMs = parts.scanMs ?? 2_000;
    this.#settleMs = parts.settleMs ?? 3_000;
  }

  /** The first look comes after the caller has its link. */
  start(delayMs = 0): void {
    this.#timer = setTimeout(() => {
      this.#scan = this.#look().then(
        () => {
          if (!this.#isClosed) this.start(this.#scanMs);
        },
        (error: unknown) => {
          if (this.#isClosed) return;
          this.#isClosed = true;
          this.#listener.closed(problemOf(error));
        },
      );
    }, delayMs);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#scan;
  }

  async #look(): Promise<void> {
    const { ledger, monoMs } = this.#parts;
    const { folder, includesOld } = this.#settings;
    const files = await listFiles(folder);
    const isFirst = !ledger.hasBegun(folder);
    if (isFirst && !includesOld) for (const { path, mark } of files) ledger.notePlace(path, mark);
    if (isFirst) ledger.begin(folder);
    for (const file of files) {
      if (this.#isClosed) return;
      if (this.#isDone(file)) continue;
      const resting = this.#resting.get(file.path);
      if (resting?.mark !== file.mark) this.#resting.set(file.path, { mark: file.mark, since: monoMs() });
      else if (monoMs() - resting.since >= this.#settleMs) await this.#take(file);
    }
  }

  #isDone({ path, mark }: Found): boolean {
    if (this.#done.get(path) === mark) return true;
    if (!this.#parts.ledger.isKnownPlace(path, mark)) return false;
    this.#done.set(path, mark);
    return true;
  }

  async #take(found: Found): Promise<void> {
    let source: OpenFile;
    try {
      source = await openFileSource(found.path);
    } catch {
      // Somebody still holds it, or may not be asked: it is tried again after it has rested anew.
      this.#resting.delete(found.path);
      return;
    }
    try {
      if (markOf(source.size, source.modifiedMs) === found.mark) await this.#read(found, source);
    } catch (error) {
      // The store refused, or the drive went away: what was stored is noted, the rest is read at the next look.
      this.#resting.delete(found.path);
      if (error instanceof AppError) return;
      throw error;
    } finally {
      await source.close();
    }
  }

  async #read(found: Found, source: OpenFile): Promise<void> {
    const { ledger, read } = this.#parts;
    const content = await this.#hash(source);
    if (content === null) return;
    if (!ledger.hasContent(content)) {
      let blockCount = 0;
      for await (const block of read(source)) {
        if (this.#isClosed) return;
        blockCount += 1;
        const hash = createHash('sha256').update(block.bytes).digest('base64url');
        // A longer export of the same cases holds the rows that were read before.
        if (ledger.hasBlock(hash)) continue;
        await this.#listener.block?.(block);
        ledger.noteBlock(hash);
      }
      if (blockCount === 0) this.#listener.unread?.('file-not-understood', source.size);
      ledger.noteContent(content);
    }
    ledger.notePlace(found.path, found.mark);
    this.#done.set(found.path, found.mark);
    this.#resting.delete(found.path);
  }

  /** Hash of the whole file, piece by piece; null when the link was closed meanwhile. */
  async #hash(source: OpenFile): Promise<string | null> {
    const hash = createHash('sha256');
    for await (const piece of source.pieces()) {
      if (this.#isClosed) return null;
      hash.update(piece);
    }
    return hash.digest('base64url');
  }
}

const markOf = (size: number, modifiedMs: number): string => `${size} ${Math.round(modifiedMs)}`;

/** Files of a folder and of those below it, by path; hidden ones, links and empty ones are none. */
async function listFiles(root: string): Promise<Found[]> {
  const found: Found[] = [];
  const visit = async (folder: string, depth: number): Promise<void> => {
    for (const entry of await entriesOf(folder, depth === 0)) {
      if (found.length >= maxFiles) return;
      if (entry.name.startsWith('.')) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory() && depth < maxDepth) await visit(path, depth + 1);
      if (!entry.isFile()) continue;
      // Gone between the list and the look: no file any more.
      const facts = await stat(path).catch(() => null);
      if (facts !== null && facts.size > 0) {
        found.push({ path, mark: markOf(facts.size, facts.mtimeMs) });
      }
    }
  };
  await visit(root, 0);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function entriesOf(folder: string, isRoot: boolean): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (!isRoot) return [];
    const { code } = error as NodeJS.ErrnoException;
    const isForbidden = code === 'EACCES' || code === 'EPERM';
    throw new AppError(isForbidden ? 'link/folder-not-readable' : 'link/folder-missing', { folder }, { cause: error });
  }
}

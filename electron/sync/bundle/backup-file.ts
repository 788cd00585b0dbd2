import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError, isAppError } from '../../../shared/kernel/errors.ts';
import { type BundleHeader, bundleLimits, bundleVersion } from '../../../shared/sync/bundle-format.ts';
import type { Store } from '../../store/store.ts';
import { fileCollector } from './file-collector.ts';
import { describeFile, piecesOf, piecesOfFile, readSound } from './pieces.ts';
import { batchesOf, headsOf, namedFiles, planRanges } from './plan.ts';
import { findBundle, type PartEnd, readBundle } from './read-bundle.ts';
import { lockKey } from './seal.ts';
import type { BundleStore, WrittenBundle } from './write-bundle.ts';
import { type BundleItem, type FilePiece, writeParts } from './write-parts.ts';

/**
 * A backup in the one file format (decision 32): the packed copy of the main file with the note that lies beside it, then the
 * files that records name. Signed by this workstation; sealed under a passphrase where one is given.
 */

/** What a backup wants of the store. */
export interface BackupStore extends BundleStore, Pick<Store, 'backup'> {
  /** Unpacks a backup beside itself, proves it and removes what it unpacked. @throws AppError `store/backup-unsound` */
  proveBackup(file: string): Promise<{ recordCount: number; messageCount: number; heads: Record<string, number> }>;
}

/** Name of the packed main file inside; its note has the same with `.json`. */
const mainName = 'benchside.sqlite.backup';

/** @throws AppError those of `store.backup` and of `writeParts` */
export async function writeBackupFile(options: {
  readonly store: BackupStore;
  readonly path: string;
  readonly passphrase: string | null;
  readonly label: string;
  readonly madeBy: string;
  /** ISO. */
  readonly madeAt: string;
  readonly newId: () => string;
  readonly maxPartBytes?: number;
  readonly abort?: AbortSignal | undefined;
  readonly onProgress?: (done: { files: number; bytes: number }) => void;
}): Promise<WrittenBundle> {
  const { store, path } = options;
  const { sync, keys, blobs } = store;
  const folder = mkdtempSync(join(dirname(path), '.benchside-backup-'));
  try {
    const copy = join(folder, mainName);
    await store.backup(copy);
    const files = await Promise.all([copy, `${copy}.json`].map(describeFile));
    const bundle = options.newId();
    const own = [{ device: keys.device, boxKey: sync.boxKey }];
    const locked = options.passphrase === null ? null : await lockKey(bundle, own, options.passphrase);
    const header: Omit<BundleHeader, 'part'> = {
      benchside: bundleVersion,
      kind: 'backup',
      bundle,
      site: sync.scope,
      from: { device: keys.device, epoch: keys.epoch, label: options.label, publicKey: keys.publicKey },
      to: [],
      sealed: locked?.sealed ?? null,
      ranges: {},
      heads: headsOf(sync),
      madeAt: options.madeAt,
      madeBy: options.madeBy,
      files,
    };
    const { maxPartBytes = bundleLimits.partBytes, abort, onProgress } = options;
    const job = { path, header, key: locked?.key ?? null, sign: keys.sign, maxPartBytes, abort, onProgress };
    const parts = await writeParts(job, items());
    const sum = (of: (part: (typeof parts)[number]) => number) => parts.reduce((total, part) => total + of(part), 0);
    return { bundle, records: sum(({ records }) => records), files: sum((part) => part.files), parts };

    async function* items(): AsyncGenerator<BundleItem> {
      for (const { name, sha256, byteCount } of files) {
        yield { kind: 'file', sha256, byteCount, pieces: () => piecesOfFile(join(folder, name)) };
      }
      for (const sha256 of allNamedFiles(sync)) {
        const bytes = readSound(blobs, sha256);
        if (bytes) yield { kind: 'file', sha256, byteCount: bytes.length, pieces: () => piecesOf(bytes) };
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface DrillReport {
  readonly madeAt: string;
  readonly madeBy: string;
  readonly recordCount: number;
  readonly messageCount: number;
  readonly files: number;
  /** Records that were saved here since: they are in no such file yet. */
  readonly recordsSince: number;
}

/**
 * A restore drill: does with a backup file all that a real restore begins with, beside the running bench, and removes what it
 * unpacked. Every byte, every chain and the newest signatures are checked; heads are held against what the file says.
 *
 * @param options.folder a folder on this machine's disk with room for the unpacked copy
 * @throws AppError `bundle/backup-unsound` with `why`, and those of `findBundle` and `readBundle`
 */
export async function drillBackupFile(options: {
  readonly store: BackupStore;
  readonly paths: readonly string[];
  readonly folder: string;
  readonly passphrase?: string;
}): Promise<DrillReport> {
  const { store, paths } = options;
  const folder = mkdtempSync(join(options.folder, 'drill-'));
  try {
    let files = 0;
    const keep = { has: () => false, keep: () => void files++ };
    const openers = { device: store.keys.device, agree: (key: string) => store.sync.agree(key) };
    const { passphrase } = options;
    const { header, main } = await unpackBackupFile(
      paths,
      { ...openers, ...(passphrase === undefined ? {} : { passphrase }) },
      folder,
      keep,
    );
    const proved = await store.proveBackup(main).catch((error: unknown) => {
      throw isAppError(error) ? unsound(String(error.data.why ?? error.code)) : error;
    });
    for (const [log, [seq]] of Object.entries(header.heads)) {
      // The copy is made after the heads were read: it may hold more, never less.
      if ((proved.heads[log] ?? 0) < seq) throw unsound(`${log} ${proved.heads[log] ?? 0} of ${seq}`);
    }
    const { recordCount, messageCount, heads } = proved;
    const recordsSince = store.sync
      .heads()
      .reduce((sum, { log, seq }) => sum + Math.max(0, seq - (heads[log] ?? 0)), 0);
    return { madeAt: header.madeAt, madeBy: header.madeBy, recordCount, messageCount, files, recordsSince };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Unpacks a backup file into a folder: the packed main file and its note as `restoreBackup` wants them, and every other file
 * handed to `keeper`.
 *
 * @throws AppError `bundle/backup-unsound`, and those of `findBundle` and `readBundle`
 */
export async function unpackBackupFile(
  paths: readonly string[],
  openers: Parameters<typeof readBundle>[1],
  folder: string,
  keeper: Parameters<typeof fileCollector>[0],
): Promise<{ header: BundleHeader; main: string }> {
  const found = await findBundle(paths, 'backup');
  const listed = new Map((found.header.files ?? []).map((file) => [file.sha256, file]));
  const names = [...listed.values()].map(({ name }) => name);
  // Names come from a file anybody can have written: only the two we write become files here.
  if (names.join() !== `${mainName},${mainName}.json`) throw unsound('names');
  const writers = new Map<string, Awaited<ReturnType<typeof writeListed>>>();
  const collect = fileCollector(keeper);
  const ends: PartEnd[] = [];
  try {
    for await (const { content } of readBundle(found, openers, (end) => void ends.push(end))) {
      if (content.kind !== 'piece') throw unsound('damaged');
      const file = listed.get(content.sha256);
      if (!file) collect.add(content);
      else {
        const writer = writers.get(file.sha256) ?? (await writeListed(join(folder, file.name), file.sha256));
        writers.set(file.sha256, writer);
        await writer.add(content);
      }
    }
    const isWhole = ends.length === found.parts.length && ends.every(({ state }) => state === 'whole');
    if (!isWhole || ends.at(-1)?.footer?.isLast !== true || ends.some(({ part }, at) => part !== at + 1)) {
      throw unsound('parts');
    }
    for (const { sha256, name } of listed.values()) {
      if ((await writers.get(sha256)?.finish()) !== true) throw unsound(name);
    }
    if (collect.counts().filesDamaged > 0) throw unsound('files');
  } finally {
    for (const writer of writers.values()) await writer.close();
  }
  return { header: found.header, main: join(folder, mainName) };
}

const unsound = (why: string) => new AppError('bundle/backup-unsound', { why });

async function writeListed(path: string, sha256: string) {
  let handle: FileHandle | undefined = await open(path, 'wx', 0o600);
  const running = createHash('sha256');
  let at = 0;
  const close = async () => {
    await handle?.close();
    handle = undefined;
  };
  return {
    async add(piece: FilePiece): Promise<void> {
      if (piece.at !== at) throw unsound(basename(path));
      await handle!.write(piece.bytes, 0, piece.bytes.length, at);
      running.update(piece.bytes);
      at += piece.bytes.length;
    },
    async finish(): Promise<boolean> {
      await handle!.sync();
      await close();
      return running.digest('hex') === sha256;
    },
    close,
  };
}

function allNamedFiles(sync: BundleStore['sync']): Set<string> {
  const names = new Set<string>();
  for (const [log, [from, to]] of Object.entries(planRanges(sync, 'all'))) {
    for (const batch of batchesOf(sync, log, from, to)) {
      for (const { raw } of batch) for (const name of namedFiles(raw)) names.add(name);
    }
  }
  return names;
}

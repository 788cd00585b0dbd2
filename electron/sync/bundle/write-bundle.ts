import { existsSync } from 'node:fs';
import { AppError, isAppError } from '../../../shared/kernel/errors.ts';
import { type BundleHeader, bundleLimits, bundleVersion } from '../../../shared/sync/bundle-format.ts';
import { writeRecordLines } from '../../../shared/sync/record-lines.ts';
import { recordCrypto } from '../../store/record-crypto.ts';
import type { Store } from '../../store/store.ts';
import { openContainer } from './container-reader.ts';
import { partName } from './container-writer.ts';
import { piecesOf, readSound } from './pieces.ts';
import { type BundleWhat, batchesOf, headsOf, logOf, namedFiles, planRanges, type Ranges, seqOf } from './plan.ts';
import { type BundleContent, readContents } from './read-bundle.ts';
import { lockKey, segmentSeal, unlockKey } from './seal.ts';
import {
  type BundleItem,
  type PartsJob,
  type PartsSoFar,
  pathOfPart,
  type WrittenPart,
  writeParts,
} from './write-parts.ts';

/** Files by SHA-256 as they travel: `read` answers undefined for one that is not here. */
export interface TravellingFiles {
  read(sha256: string): Uint8Array | undefined;
}

/** What bundles want of the store. */
export type BundleStore = Pick<Store, 'sync' | 'keys' | 'blobs' | 'settings'>;

interface WriteOptions {
  readonly store: BundleStore;
  /** Of the first part; `.benchside`. */
  readonly path: string;
  readonly maxPartBytes?: number;
  readonly files?: TravellingFiles;
  readonly abort?: AbortSignal | undefined;
  readonly onProgress?: (done: { records: number; totalRecords: number; files: number; bytes: number }) => void;
}

export interface WrittenBundle {
  readonly bundle: string;
  readonly records: number;
  readonly files: number;
  readonly parts: readonly WrittenPart[];
}

/**
 * Writes records (and the files they name) for others of the site. Signed in any case; sealed for the workstations named in
 * `to` and, where one is given, under a passphrase; with neither it is readable by whoever has it.
 *
 * @throws AppError `bundle/nothing-to-send`, `bundle/stopped`, `bundle/not-as-written`, `files/disk-full`, `files/can-not-write`
 */
export async function writeBundle(
  options: WriteOptions & {
    readonly what: BundleWhat;
    readonly to: readonly { readonly device: string; readonly label: string; readonly boxKey: string }[];
    readonly passphrase: string | null;
    /** Names of this workstation and of the person, for whoever reads it. */
    readonly label: string;
    readonly madeBy: string;
    /** ISO. */
    readonly madeAt: string;
    readonly newId: () => string;
  },
): Promise<WrittenBundle> {
  const { store, to, passphrase } = options;
  const { sync, keys } = store;
  const ranges = planRanges(sync, options.what);
  if (Object.keys(ranges).length === 0) throw new AppError('bundle/nothing-to-send', {});
  const bundle = options.newId();
  // Its maker opens it, too: to go on where a stick was pulled, and to show what it held.
  const locks = [...to, { device: keys.device, boxKey: sync.boxKey }];
  const locked = to.length === 0 && passphrase === null ? null : await lockKey(bundle, locks, passphrase);
  const header: Omit<BundleHeader, 'part'> = {
    benchside: bundleVersion,
    kind: 'bundle',
    bundle,
    site: sync.scope,
    from: { device: keys.device, epoch: keys.epoch, label: options.label, publicKey: keys.publicKey },
    to: to.map(({ device, label }) => ({ device, label })),
    sealed: locked?.sealed ?? null,
    ranges,
    heads: headsOf(sync),
    madeAt: options.madeAt,
    madeBy: options.madeBy,
  };
  return run(options, header, locked?.key ?? null);
}

/**
 * Goes on with a bundle of this workstation that was stopped: the stick was pulled, the disk was full, the program ended.
 *
 * @throws AppError `bundle/nothing-to-resume`, `bundle/not-ours`, and those of `writeBundle`
 */
export async function resumeBundle(options: WriteOptions): Promise<WrittenBundle> {
  const { store, path } = options;
  const first = [path, partName(path)].find((one) => existsSync(one));
  if (first === undefined) throw new AppError('bundle/nothing-to-resume', {});
  const file = await openContainer(first).catch(asTorn);
  if (file === null) throw new AppError('bundle/nothing-to-resume', {});
  await file.close();
  const { part: _, ...header } = file.header;
  const { keys, sync } = store;
  if (header.kind !== 'bundle' || header.from.device !== keys.device || header.from.epoch !== keys.epoch) {
    throw new AppError('bundle/not-ours', {});
  }
  const openers = { device: keys.device, agree: (key: string) => sync.agree(key) };
  const key = header.sealed === null ? null : await unlockKey(header.bundle, header.sealed, openers);
  const before: Progress = { seq: new Map(), named: new Set(), written: new Set() };
  const whole: WrittenPart[] = [];
  for (let part = 1; existsSync(pathOfPart(path, part)); part++) {
    const one = await lookThrough(pathOfPart(path, part), header.bundle, key, before);
    if (one.state !== 'whole') throw new AppError('bundle/nothing-to-resume', {});
    whole.push({ path: pathOfPart(path, part), byteCount: one.fileBytes, records: one.records, files: one.files });
    if (one.isLast) return summary(header.bundle, whole);
  }
  const rest = partName(pathOfPart(path, whole.length + 1));
  const open = existsSync(rest) ? await lookThrough(rest, header.bundle, key, before).catch(asTorn) : null;
  return run(options, header, key, { whole, open }, before);
}

/** A part whose header was not even written is begun anew. */
function asTorn(error: unknown): null {
  if (isAppError(error) && error.code.startsWith('container/')) return null;
  throw error;
}

interface Progress {
  /** Last sequence written, by log. */
  readonly seq: Map<string, number>;
  readonly named: Set<string>;
  readonly written: Set<string>;
}

/** What one part holds already. A file that was cut is written anew. */
async function lookThrough(path: string, bundle: string, key: Uint8Array | null, progress: Progress) {
  const file = await openContainer(path);
  try {
    if (file.header.bundle !== bundle) throw new AppError('bundle/nothing-to-resume', {});
    let sound = { bytes: Buffer.byteLength(file.headerLine) + 1, count: 0 };
    const held = { records: 0, files: 0 };
    let isSound = true;
    for await (const { content, segment } of readContents(file, key ? segmentSeal(key, file.headerLine) : undefined)) {
      isSound &&= isGood(content);
      if (!isSound) continue;
      if (content.kind === 'records') {
        for (const record of content.records) {
          progress.seq.set(logOf(record), seqOf(record));
          for (const name of namedFiles(record.raw)) progress.named.add(name);
        }
        held.records += content.records.length;
      } else if (content.kind === 'piece') {
        if (content.at + content.bytes.length < content.byteCount) continue;
        progress.written.add(content.sha256);
        held.files++;
      }
      sound = { bytes: segment.endsAt, count: segment.index + 1 };
    }
    const { state, footer } = file.end!;
    return {
      headerLine: file.headerLine,
      ...sound,
      ...held,
      state,
      isLast: footer?.isLast === true,
      fileBytes: file.byteCount,
    };
  } finally {
    await file.close();
  }
}

const isGood = (content: BundleContent): boolean =>
  content.kind === 'records' ? content.badLines === 0 : content.kind === 'piece';

async function run(
  options: WriteOptions,
  header: Omit<BundleHeader, 'part'>,
  key: Uint8Array | null,
  soFar?: PartsSoFar,
  before: Progress = { seq: new Map(), named: new Set(), written: new Set() },
): Promise<WrittenBundle> {
  const { store } = options;
  const totalRecords = Object.values(header.ranges).reduce((sum, [from, to]) => sum + to - from + 1, 0);
  const had = [...before.seq].reduce((sum, [log, seq]) => sum + seq - (header.ranges[log]?.[0] ?? 1) + 1, 0);
  const job: PartsJob = {
    path: options.path,
    header,
    key,
    sign: (hash) => store.keys.sign(hash),
    maxPartBytes: options.maxPartBytes ?? bundleLimits.partBytes,
    abort: options.abort,
    onProgress: ({ records, files, bytes }) =>
      options.onProgress?.({ records: had + records, totalRecords, files: before.written.size + files, bytes }),
  };
  const files = options.files ?? { read: (sha256: string) => readSound(store.blobs, sha256) };
  const parts = await writeParts(job, bundleItems(store, header.ranges, files, before), soFar);
  return summary(header.bundle, parts);
}

function summary(bundle: string, parts: readonly WrittenPart[]): WrittenBundle {
  const sum = (of: (part: WrittenPart) => number) => parts.reduce((total, part) => total + of(part), 0);
  return { bundle, records: sum(({ records }) => records), files: sum((part) => part.files), parts };
}

async function* bundleItems(
  { sync }: BundleStore,
  ranges: Ranges,
  files: TravellingFiles,
  { seq: done, named, written }: Progress,
): AsyncGenerator<BundleItem> {
  for (const [log, [from, to]] of Object.entries(ranges)) {
    for (const batch of batchesOf(sync, log, Math.max(from, (done.get(log) ?? 0) + 1), to)) {
      for (const { raw } of batch) for (const name of namedFiles(raw)) named.add(name);
      yield { kind: 'records', lines: writeRecordLines(batch, recordCrypto), count: batch.length };
    }
  }
  for (const sha256 of named) {
    const bytes = written.has(sha256) ? undefined : files.read(sha256);
    // A name that is no file here, or whose bytes are damaged: the record travels all the same.
    if (bytes !== undefined) yield { kind: 'file', sha256, byteCount: bytes.length, pieces: () => piecesOf(bytes) };
  }
}

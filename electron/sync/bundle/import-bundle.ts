import { setImmediate as breathe } from 'node:timers/promises';
import { AppError } from '../../../shared/kernel/errors.ts';
import type { BundleHeader } from '../../../shared/sync/bundle-format.ts';
import type { PreviewReport } from '../../store/sync-store.ts';
import { type FileKeeper, fileCollector } from './file-collector.ts';
import { rememberHeads } from './known-heads.ts';
import { type BundleContent, type FoundBundle, findBundle, type PartEnd, readBundle } from './read-bundle.ts';
import type { Openers } from './seal.ts';
import type { BundleStore } from './write-bundle.ts';

interface ReadOptions {
  readonly store: BundleStore;
  /** One part (the others are found beside it) or all of them. */
  readonly paths: readonly string[];
  readonly passphrase?: string;
  readonly files?: FileKeeper;
  readonly onProgress?: (done: { bytes: number; totalBytes: number; records: number }) => void;
}

/** What is known about the key that signed a bundle. */
export type MakerStanding = 'own' | 'known' | 'revoked' | 'unknown';

/** How a part came through: `whole`, or what is wrong with it. */
export interface PartState {
  readonly part: number;
  readonly byteCount: number;
  readonly state: PartEnd['state'];
  /** Segments nobody can read, and ones of a later version. */
  readonly damaged: number;
  readonly unknownParts: number;
}

export interface BundlePreview {
  readonly header: BundleHeader;
  readonly mark: string;
  readonly maker: MakerStanding;
  readonly parts: readonly PartState[];
  /** Parts that are not there, as far as can be known. */
  readonly missingParts: readonly number[];
  readonly isLastPartHere: boolean;
  /** What taking it would do. */
  readonly records: PreviewReport;
  readonly files: { readonly count: number; readonly fresh: number; readonly byteCount: number };
}

/**
 * Looks at a bundle and keeps nothing: who wrote what, how much of it is new, what would be set aside, which decisions would
 * stand against each other. Damaged parts are read as far as they can be, and say so.
 *
 * @throws AppError `bundle/other-site`, and those of `findBundle` and `readBundle`
 */
export async function previewBundle(options: ReadOptions): Promise<BundlePreview> {
  const { store } = options;
  const found = await findForUs(options);
  const preview = store.sync.startPreview();
  const watch = watchParts(found);
  const keeper = keeperOf(options);
  const seen = new Set<string>();
  const files = { count: 0, fresh: 0, byteCount: 0 };
  for await (const { part, content } of walk(options, found, watch)) {
    watch.note(part, content);
    if (content.kind === 'records') preview.add(content.records);
    if (content.kind === 'piece' && content.at === 0 && !seen.has(content.sha256)) {
      seen.add(content.sha256);
      files.count++;
      files.byteCount += content.byteCount;
      if (!keeper.has(content.sha256)) files.fresh++;
    }
  }
  return {
    header: found.header,
    mark: found.mark,
    maker: makerOf(store, found.header),
    ...watch.states(),
    records: preview.report(),
    files,
  };
}

export interface ImportReport {
  readonly bundle: string;
  readonly added: number;
  readonly duplicate: number;
  /** Wait for records before them. */
  readonly pending: number;
  readonly quarantined: number;
  readonly problems: readonly { readonly why: string; readonly log: string; readonly seq: number }[];
  readonly filesKept: number;
  /** Files that were not whole: they come with the next bundle. */
  readonly filesDamaged: number;
  readonly parts: readonly PartState[];
  readonly missingParts: readonly number[];
}

/** Named in a report; all are counted. */
const namedProblems = 200;

/**
 * Takes a bundle through the one way in, a batch a transaction, and its files. Stopped in between it is simply taken again:
 * what is here is noticed and nothing is taken twice.
 *
 * @param options.mark of the preview: files that were changed since are refused
 * @throws AppError `bundle/files-changed`, `bundle/stopped`, `bundle/other-site`, those of `previewBundle`, and store codes
 */
export async function importBundle(
  options: ReadOptions & { readonly mark: string; readonly abort?: AbortSignal },
): Promise<ImportReport> {
  const { store, abort } = options;
  const found = await findForUs(options);
  if (found.mark !== options.mark) throw new AppError('bundle/files-changed', {});
  const watch = watchParts(found);
  const report = { added: 0, duplicate: 0, pending: 0, quarantined: 0, filesKept: 0, filesDamaged: 0 };
  const problems: ImportReport['problems'][number][] = [];
  const collect = fileCollector(keeperOf(options));
  const via = `bundle:${found.header.bundle}`;
  for await (const { part, content } of walk(options, found, watch)) {
    if (abort?.aborted) throw new AppError('bundle/stopped', {});
    watch.note(part, content);
    if (content.kind === 'records' && content.records.length > 0) {
      const taken = store.sync.take(content.records, via);
      for (const key of ['added', 'duplicate', 'pending', 'quarantined'] as const) report[key] += taken[key];
      problems.push(...taken.problems.slice(0, namedProblems - problems.length));
      await breathe();
    } else if (content.kind === 'piece') collect.add(content);
  }
  const { parts, missingParts } = watch.states();
  if (makerOf(store, found.header) === 'known' && parts.some(({ state }) => state === 'whole')) {
    rememberHeads(store, found.header);
  }
  return { bundle: found.header.bundle, ...report, ...collect.counts(), problems, parts, missingParts };
}

async function findForUs({ store, paths }: ReadOptions): Promise<FoundBundle> {
  const found = await findBundle(paths);
  const { site } = found.header;
  if (site !== store.sync.scope) throw new AppError('bundle/other-site', { from: found.header.from.label });
  return found;
}

async function* walk(
  { store, passphrase, onProgress }: ReadOptions,
  found: FoundBundle,
  watch: ReturnType<typeof watchParts>,
): AsyncGenerator<{ part: number; content: BundleContent }> {
  const openers: Openers = {
    device: store.keys.device,
    agree: (key) => store.sync.agree(key),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
  const totalBytes = found.parts.reduce((sum, { byteCount }) => sum + byteCount, 0);
  let records = 0;
  for await (const { part, content, bytesRead } of readBundle(found, openers, watch.end)) {
    if (content.kind === 'records') records += content.records.length;
    yield { part, content };
    const before = found.parts.reduce((sum, one) => sum + (one.part < part ? one.byteCount : 0), 0);
    onProgress?.({ bytes: before + bytesRead, totalBytes, records });
  }
}

/** Notes what came of each part. */
function watchParts(found: FoundBundle) {
  const troubles = new Map(found.parts.map(({ part }) => [part, { damaged: 0, unknownParts: 0 }]));
  const ends = new Map<number, PartEnd>();
  return {
    note(part: number, content: BundleContent): void {
      const trouble = troubles.get(part)!;
      if (content.kind === 'records') trouble.damaged += content.badLines > 0 ? 1 : 0;
      else if (content.kind === 'problem') {
        if (content.why === 'bundle/unknown-part') trouble.unknownParts++;
        else trouble.damaged++;
      }
    },
    end: (end: PartEnd): void => void ends.set(end.part, end),
    states() {
      const last = [...ends.values()].find(({ footer }) => footer?.isLast === true)?.part;
      const most = Math.max(last ?? 0, ...found.parts.map(({ part }) => part));
      const here = new Set(found.parts.map(({ part }) => part));
      const missingParts = Array.from({ length: Math.min(most, 10_000) }, (_, at) => at + 1).filter(
        (n) => !here.has(n),
      );
      const parts = found.parts.map(({ part, byteCount }): PartState => {
        return { part, byteCount, state: ends.get(part)?.state ?? 'cut-off', ...troubles.get(part)! };
      });
      return { parts, missingParts, isLastPartHere: last !== undefined };
    },
  };
}

function keeperOf({ files, store: { blobs } }: ReadOptions): FileKeeper {
  return files ?? { has: (sha256) => blobs.has(sha256), keep: (bytes) => void blobs.put(bytes) };
}

/** What is known here of the key a header names. */
export function makerOf({ sync, keys }: BundleStore, { from }: Pick<BundleHeader, 'from'>): MakerStanding {
  if (from.device === keys.device) return 'own';
  const known = sync.devices().find((one) => one.device === from.device && one.epoch === from.epoch);
  if (known?.publicKey !== from.publicKey) return 'unknown';
  return known.isRevoked ? 'revoked' : 'known';
}

import { type KeyObject, sign } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '../../../shared/kernel/errors.ts';
import { type BundleHeader, bundleLimits, bundleVersion } from '../../../shared/sync/bundle-format.ts';
import { makeFolder, writeFileDurably } from '../../store/durable-files.ts';
import { openContainer } from './container-reader.ts';
import { copyWhole } from './copy-whole.ts';
import { describeFile, piecesOfFile } from './pieces.ts';
import { writeParts } from './write-parts.ts';

/**
 * An update of the program as a file (no network needed): an installer in a `.benchside` file that the makers' release key
 * signed. The program knows the public half from its own build and takes nothing else.
 */

/** What is installed here. */
export interface Installed {
  readonly version: string;
  /** As `process.platform` and `process.arch`. */
  readonly platform: string;
  readonly arch: string;
}

export interface StagedUpdate {
  readonly version: string;
  readonly madeAt: string;
  /** The verified file in the data folder. */
  readonly path: string;
  /** Name of the installer inside. */
  readonly installer: string;
}

/** Makes an update file of an installer. `key` is the release key's private half; it never lies in this project. */
export async function writeUpdateFile(options: {
  readonly installer: string;
  readonly path: string;
  readonly update: Installed;
  readonly key: KeyObject;
  /** Ed25519, 32 bytes, base64url. */
  readonly publicKey: string;
  readonly madeAt: string;
  readonly newId: () => string;
}): Promise<{ sha256: string; byteCount: number }> {
  const { installer, path, update, key, publicKey, madeAt } = options;
  const file = await describeFile(installer);
  const header: Omit<BundleHeader, 'part'> = {
    benchside: bundleVersion,
    kind: 'app-update',
    bundle: options.newId(),
    site: '',
    from: { device: 'release', epoch: 1, label: 'Benchside', publicKey },
    to: [],
    sealed: null,
    ranges: {},
    heads: {},
    madeAt,
    madeBy: 'Benchside',
    files: [file],
    update,
  };
  const job = {
    path,
    header,
    key: null,
    sign: (hash: Uint8Array) => sign(null, hash, key),
    maxPartBytes: bundleLimits.partBytes,
  };
  await writeParts(job, items());
  return { sha256: file.sha256, byteCount: file.byteCount };

  async function* items() {
    const { sha256, byteCount } = file;
    yield { kind: 'file' as const, sha256, byteCount, pieces: () => piecesOfFile(installer) };
  }
}

/**
 * Proves an update and keeps it in the data folder for whoever installs it.
 *
 * @param releaseKey public key this program was built with, or null
 * @throws AppError `update/no-release-key`, `update/not-signed` (another key, or a changed file), `update/not-newer`,
 * `update/other-platform`, and those of `findBundle` and `copyWhole`
 */
export async function stageUpdate(options: {
  readonly path: string;
  readonly dataFolder: string;
  readonly installed: Installed;
  readonly releaseKey: string | null;
}): Promise<StagedUpdate> {
  const { path, dataFolder, installed, releaseKey } = options;
  if (releaseKey === null) throw new AppError('update/no-release-key', {});
  const { version } = await proveUpdate(path, installed, releaseKey);
  const folder = join(dataFolder, 'updates');
  rmSync(folder, { recursive: true, force: true });
  makeFolder(folder);
  const staged = join(folder, stagedName);
  await copyWhole(path, staged);
  // What was copied is what counts: the stick may have given other bytes the second time.
  const proved = await proveUpdate(staged, installed, releaseKey);
  if (proved.version !== version) throw new AppError('update/not-signed', {});
  const note = { version, madeAt: proved.madeAt, installer: proved.installer };
  writeFileDurably(join(folder, noteName), `${JSON.stringify(note)}\n`);
  return { ...note, path: staged };
}

/** The update that waits in the data folder, or undefined; one that is no longer newer does not count. */
export function stagedUpdate(dataFolder: string, installed: Pick<Installed, 'version'>): StagedUpdate | undefined {
  const folder = join(dataFolder, 'updates');
  if (!existsSync(join(folder, noteName))) return undefined;
  try {
    const note = JSON.parse(readFileSync(join(folder, noteName), 'utf8')) as Omit<StagedUpdate, 'path'>;
    return isNewer(note.version, installed.version) ? { ...note, path: join(folder, stagedName) } : undefined;
  } catch {
    return undefined;
  }
}

const stagedName = 'update.benchside';
const noteName = 'update.json';

async function proveUpdate(path: string, installed: Installed, releaseKey: string) {
  const file = await openContainer(path);
  const { kind, update, from, files, part, madeAt } = file.header;
  try {
    if (kind !== 'app-update') throw new AppError('container/other-kind', { kind, wanted: 'app-update' });
    for await (const _ of file.segments());
  } finally {
    await file.close();
  }
  // The footer's hash covers the header: version, platform and the installer's name are signed with the rest.
  const isSigned = from.publicKey === releaseKey && file.end?.state === 'whole' && file.end.footer?.isLast === true;
  const [installer, ...others] = files ?? [];
  if (!isSigned || !update || !installer || others.length > 0 || part !== 1)
    throw new AppError('update/not-signed', {});
  if (!isNewer(update.version, installed.version)) {
    throw new AppError('update/not-newer', { offered: update.version, present: installed.version });
  }
  if (update.platform !== installed.platform || update.arch !== installed.arch) {
    throw new AppError('update/other-platform', { platform: update.platform, arch: update.arch });
  }
  return { version: update.version, madeAt, installer: basename(installer.name) };
}

/** Three numbers and nothing else: what can not be compared is not newer. */
function isNewer(offered: string, present: string): boolean {
  const [a, b] = [offered, present].map((text) => /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})$/.exec(text)?.slice(1).map(Number));
  if (!a || !b) return false;
  const at = a.findIndex((number, place) => number !== b[place]);
  return at !== -1 && a[at]! > b[at]!;
}

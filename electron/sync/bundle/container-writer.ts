import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { AppError } from '../../../shared/kernel/errors.ts';
import { type BundleFooter, type BundleHeader, bundleText, segmentType } from '../../../shared/sync/bundle-format.ts';
import { toFileError } from '../../host/save-chosen.ts';
import { syncFolder } from '../../store/durable-files.ts';
import { recordCrypto } from '../../store/record-crypto.ts';
import { openContainer } from './container-reader.ts';
import type { SegmentSeal } from './seal.ts';

/** A file being written under its name with `.part`: it gets its name when it is whole, synced and read back. */
export const partName = (path: string): string => `${path}.part`;

/** Synced this often while it is written: a stick that is pulled loses no more than that. */
const syncEveryBytes = 32 * 1024 * 1024;

/**
 * Writes one `.benchside` file of version 2. What was written survives a stop: `resume` goes on after the last whole segment
 * of the part that lies there.
 */
export class ContainerWriter {
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #running: Hash;
  readonly #seal: SegmentSeal | undefined;
  #at: number;
  #count: number;
  #unsynced = 0;

  private constructor(of: {
    path: string;
    handle: FileHandle;
    running: Hash;
    seal: SegmentSeal | undefined;
    at: number;
    count: number;
  }) {
    this.path = of.path;
    this.#handle = of.handle;
    this.#running = of.running;
    this.#seal = of.seal;
    this.#at = of.at;
    this.#count = of.count;
  }

  /** @throws AppError `files/can-not-write`, `files/disk-full` */
  static async begin(path: string, headerLine: string, seal: SegmentSeal | undefined): Promise<ContainerWriter> {
    try {
      const handle = await open(partName(path), 'w', 0o600);
      const line = Buffer.from(`${headerLine}\n`);
      await writeAll(handle, line, 0);
      const running = createHash('sha256').update(line);
      return new ContainerWriter({ path, handle, running, seal, at: line.length, count: 0 });
    } catch (error) {
      throw toFileError(error, path);
    }
  }

  /**
   * Goes on with the part that lies there, after its first `soundBytes` bytes with `count` segments.
   *
   * @throws AppError `files/can-not-write`
   */
  static async resume(
    path: string,
    sound: { readonly bytes: number; readonly count: number },
    seal: SegmentSeal | undefined,
  ): Promise<ContainerWriter> {
    try {
      const handle = await open(partName(path), 'r+');
      await handle.truncate(sound.bytes);
      const running = createHash('sha256');
      const piece = Buffer.alloc(1024 * 1024);
      for (let at = 0; at < sound.bytes; ) {
        const { bytesRead } = await handle.read(piece, 0, Math.min(piece.length, sound.bytes - at), at);
        if (bytesRead === 0) throw new Error('shorter than it was');
        running.update(piece.subarray(0, bytesRead));
        at += bytesRead;
      }
      return new ContainerWriter({ path, handle, running, seal, at: sound.bytes, count: sound.count });
    } catch (error) {
      throw toFileError(error, path);
    }
  }

  get byteCount(): number {
    return this.#at;
  }

  async add(type: number, payload: Uint8Array): Promise<void> {
    await this.#write(type, this.#seal ? this.#seal.seal(this.#count, type, payload) : payload);
    this.#count++;
  }

  /**
   * Writes the signed footer, syncs, reads everything back and only then gives the file its name.
   *
   * @throws AppError `bundle/not-as-written` when the medium does not give back what was written, and those of `add`
   */
  async finish(
    counts: Pick<BundleFooter, 'records' | 'files' | 'isLast'>,
    sign: (hash: Uint8Array) => Uint8Array,
  ): Promise<{ sha256: string; byteCount: number }> {
    const sha256 = this.#running.copy().digest('hex');
    const text = JSON.stringify({ end: this.#count, sha256, ...counts } satisfies BundleFooter);
    const sig = Buffer.from(sign(recordCrypto.hashText(bundleText(text)))).toString('base64url');
    await this.#write(segmentType.footer, Buffer.from(JSON.stringify({ text, sig })));
    try {
      await this.#handle.sync();
      await this.#handle.close();
      await readBack(partName(this.path));
      await rename(partName(this.path), this.path);
      syncFolder(dirname(this.path));
    } catch (error) {
      throw toFileError(error, this.path);
    }
    return { sha256, byteCount: this.#at };
  }

  /** Leaves the part as it is, for `resume`. */
  async stop(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
  }

  async #write(type: number, lying: Uint8Array): Promise<void> {
    const head = Buffer.alloc(5);
    head.writeUInt32BE(lying.length, 0);
    head.writeUInt8(type, 4);
    const bytes = Buffer.concat([head, lying]);
    try {
      await writeAll(this.#handle, bytes, this.#at);
      this.#unsynced += bytes.length;
      if (this.#unsynced >= syncEveryBytes) {
        await this.#handle.datasync();
        this.#unsynced = 0;
      }
    } catch (error) {
      throw toFileError(error, this.path);
    }
    this.#running.update(bytes);
    this.#at += bytes.length;
  }
}

/** The header as the line that stands in the file. */
export const headerLineOf = (header: BundleHeader): string => JSON.stringify(header);

async function readBack(part: string): Promise<void> {
  const file = await openContainer(part);
  try {
    for await (const _ of file.segments());
    if (file.end?.state !== 'whole') throw new AppError('bundle/not-as-written', { file: basename(part) });
  } finally {
    await file.close();
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at + done);
    done += bytesWritten;
  }
}

import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../../../shared/kernel/errors.ts';
import {
  type BundleFooter,
  type BundleHeader,
  bundleFooter,
  bundleHeader,
  bundleLimits,
  bundleText,
  bundleVersion,
  segmentType,
  signedFooter,
} from '../../../shared/sync/bundle-format.ts';
import { isTextSigned } from '../../store/record-crypto.ts';
import type { SegmentSeal } from './seal.ts';

/** One segment that could be read, or why it could not. Payloads are opened; segments after a bad one are still read. */
export interface Segment {
  readonly index: number;
  readonly type: number;
  readonly payload: Uint8Array;
  /** `bundle/damaged`: sealed bytes that do not open. Payload is empty then. */
  readonly problem: string | null;
  /** Where the next segment begins in the file. */
  readonly endsAt: number;
}

/** How a file ended. */
export interface ContainerEnd {
  /**
   * `whole`: as its maker signed it; `cut-off`: the end is missing; `changed`: it ends, and is not what was signed;
   * `bad-signature`: whole, and the key its header names did not sign it.
   */
  readonly state: 'whole' | 'cut-off' | 'changed' | 'bad-signature';
  readonly footer: BundleFooter | null;
  /** Where the last whole segment ends: a part that was cut goes on from there. */
  readonly soundBytes: number;
  readonly segmentCount: number;
}

/** A `.benchside` file of version 2, opened for reading from front to back. */
export interface ContainerFile {
  readonly path: string;
  readonly header: BundleHeader;
  /** The header's exact line. */
  readonly headerLine: string;
  readonly byteCount: number;
  /** Known once all segments were read. */
  readonly end: ContainerEnd | undefined;
  /** Reads front to back; `seal` opens the payloads of a sealed file, without it they come as they lie. */
  segments(seal?: SegmentSeal): AsyncGenerator<Segment, void>;
  close(): Promise<void>;
}

/**
 * Opens a file and reads its header.
 *
 * @throws AppError `container/empty`, `container/not-a-container`, `container/newer`, `container/older` (a file of version 1),
 * `files/can-not-read`
 */
export async function openContainer(path: string): Promise<ContainerFile> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (cause) {
    throw new AppError('files/can-not-read', { file: basename(path) }, { cause });
  }
  try {
    const byteCount = (await handle.stat()).size;
    const headerLine = await readHeaderLine(handle, byteCount);
    return new OpenContainer(path, handle, headerLine, parseHeader(headerLine), byteCount);
  } catch (error) {
    await handle.close();
    if (error instanceof AppError) throw error;
    throw new AppError('files/can-not-read', { file: basename(path) }, { cause: error });
  }
}

async function readHeaderLine(handle: FileHandle, byteCount: number): Promise<string> {
  if (byteCount === 0) throw new AppError('container/empty', {});
  const pieces: Buffer[] = [];
  for (let at = 0; at < Math.min(byteCount, bundleLimits.headerBytes); ) {
    const piece = Buffer.alloc(64 * 1024);
    const { bytesRead } = await handle.read(piece, 0, piece.length, at);
    const end = piece.subarray(0, bytesRead).indexOf(0x0a);
    pieces.push(piece.subarray(0, end === -1 ? bytesRead : end));
    if (end !== -1 || bytesRead === 0) break;
    // Only a first line can be ours; a large file of anything else is not read to its end.
    if (at === 0 && piece[0] !== 0x7b) break;
    at += bytesRead;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(pieces));
  } catch (cause) {
    throw new AppError('container/not-a-container', {}, { cause });
  }
}

function parseHeader(line: string): BundleHeader {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new AppError('container/not-a-container', {}, { cause });
  }
  const version =
    typeof value === 'object' && value !== null ? (value as { benchside?: unknown }).benchside : undefined;
  if (typeof version !== 'number') throw new AppError('container/not-a-container', {});
  if (version > bundleVersion) throw new AppError('container/newer', { version });
  if (version < bundleVersion) throw new AppError('container/older', { version });
  const read = bundleHeader.safeParse(value);
  if (!read.success) throw new AppError('container/not-a-container', {}, { cause: read.error });
  return read.data;
}

class OpenContainer implements ContainerFile {
  readonly path: string;
  readonly header: BundleHeader;
  readonly headerLine: string;
  readonly byteCount: number;
  end: ContainerEnd | undefined;
  readonly #handle: FileHandle;

  constructor(path: string, handle: FileHandle, headerLine: string, header: BundleHeader, byteCount: number) {
    this.path = path;
    this.#handle = handle;
    this.headerLine = headerLine;
    this.header = header;
    this.byteCount = byteCount;
  }

  async *segments(seal?: SegmentSeal): AsyncGenerator<Segment, void> {
    const running = createHash('sha256').update(`${this.headerLine}\n`);
    let at = Buffer.byteLength(this.headerLine) + 1;
    const head = Buffer.alloc(5);
    for (let index = 0; ; index++) {
      const isHead = (await this.#read(head, at)) === 5;
      const length = isHead ? head.readUInt32BE(0) : 0;
      const type = head[4]!;
      if (!isHead || length === 0 || length > bundleLimits.segmentBytes || at + 5 + length > this.byteCount) {
        this.end = { state: 'cut-off', footer: null, soundBytes: at, segmentCount: index };
        return;
      }
      const lying = Buffer.alloc(length);
      await this.#read(lying, at + 5);
      if (type === segmentType.footer) {
        this.end = this.#readFooter(lying, running.digest('hex'), index, at);
        return;
      }
      running.update(head).update(lying);
      at += 5 + length;
      yield { index, type, endsAt: at, ...opened(seal, index, type, lying) };
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #read(into: Buffer, at: number): Promise<number> {
    let got = 0;
    while (got < into.length) {
      const { bytesRead } = await this.#handle.read(into, got, into.length - got, at + got);
      if (bytesRead === 0) break;
      got += bytesRead;
    }
    return got;
  }

  #readFooter(payload: Buffer, sha256: string, index: number, at: number): ContainerEnd {
    const place = { soundBytes: at, segmentCount: index };
    const signed = signedFooter.safeParse(parseJson(payload));
    const footer = signed.success ? bundleFooter.safeParse(parseJson(signed.data.text)) : undefined;
    if (!signed.success || !footer?.success) return { state: 'changed', footer: null, ...place };
    const isAtEnd = at + 5 + payload.length === this.byteCount;
    if (footer.data.sha256 !== sha256 || footer.data.end !== index || !isAtEnd) {
      return { state: 'changed', footer: footer.data, ...place };
    }
    const isSigned = isTextSigned(this.header.from.publicKey, bundleText(signed.data.text), signed.data.sig);
    return { state: isSigned ? 'whole' : 'bad-signature', footer: footer.data, ...place };
  }
}

function opened(seal: SegmentSeal | undefined, index: number, type: number, lying: Uint8Array) {
  try {
    return { payload: seal ? seal.open(index, type, lying) : lying, problem: null };
  } catch {
    return { payload: new Uint8Array(), problem: 'bundle/damaged' };
  }
}

function parseJson(bytes: Uint8Array | string): unknown {
  try {
    return JSON.parse(typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}

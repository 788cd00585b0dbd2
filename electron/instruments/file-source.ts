import { type FileHandle, open } from 'node:fs/promises';
import type { ByteSource } from '../../shared/instruments/files/byte-source.ts';

/** A file on the disk, opened for reading only. */
export interface OpenFile extends ByteSource {
  readonly modifiedMs: number;
  /** The whole file, piece by piece, in one buffer: a piece holds until the next is asked for. */
  pieces(): AsyncGenerator<Uint8Array>;
  close(): Promise<void>;
}

const pieceBytes = 1_048_576;

/** Rejects like `fs.open` when the file can not be opened now; a program that still writes may hold it. */
export async function openFileSource(path: string): Promise<OpenFile> {
  const handle = await open(path, 'r');
  try {
    const { size, mtimeMs } = await handle.stat();
    return {
      size,
      modifiedMs: mtimeMs,
      read: (offset, length) => readPiece(handle, offset, length),
      pieces: () => piecesOf(handle, size),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** A read may give less than was asked for long before the end, as on a network drive. */
async function readPiece(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const piece = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(piece, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled === length ? piece : piece.slice(0, filled);
}

async function* piecesOf(handle: FileHandle, size: number): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(Math.min(pieceBytes, size));
  for (let offset = 0; offset < size; ) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, size - offset), offset);
    if (bytesRead === 0) return;
    offset += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

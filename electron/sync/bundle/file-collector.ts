import { createHash } from 'node:crypto';
import { syncLimits } from '../../../shared/sync/limits.ts';
import type { FilePiece } from './write-parts.ts';

/** Where files of others are put; by default beside our own. */
export interface FileKeeper {
  has(sha256: string): boolean;
  keep(bytes: Uint8Array): void;
}

/** Puts pieces together, one file at a time (they lie one after the other), and keeps those that are what they are called. */
export function fileCollector(keeper: FileKeeper) {
  let current: { piece: FilePiece; bytes: Buffer; got: number } | undefined;
  const count = { filesKept: 0, filesDamaged: 0 };

  function drop(): void {
    if (current) count.filesDamaged++;
    current = undefined;
  }

  function begin(piece: FilePiece): void {
    drop();
    if (keeper.has(piece.sha256)) return;
    if (piece.byteCount > syncLimits.blobBytes) count.filesDamaged++;
    else current = { piece, bytes: Buffer.alloc(piece.byteCount), got: 0 };
  }

  function add(piece: FilePiece): void {
    if (piece.at === 0) begin(piece);
    if (current?.piece.sha256 !== piece.sha256) return;
    if (current.got !== piece.at || current.bytes.length !== piece.byteCount) {
      drop();
      return;
    }
    current.bytes.set(piece.bytes, piece.at);
    current.got += piece.bytes.length;
    if (current.got < piece.byteCount) return;
    const isRight = createHash('sha256').update(current.bytes).digest('hex') === piece.sha256;
    if (!isRight) {
      drop();
      return;
    }
    keeper.keep(current.bytes);
    count.filesKept++;
    current = undefined;
  }

  return {
    add,
    /** What was kept, and what was not whole. */
    counts() {
      drop();
      return count;
    },
  };
}

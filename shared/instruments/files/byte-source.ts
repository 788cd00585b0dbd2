/**
 * A file as its readers see it: a size, and pieces on demand. A reader never asks for more than it has bounded itself
 * to, so a file of any size costs the same memory.
 */
export interface ByteSource {
  /** Bytes the file had when it was opened. */
  readonly size: number;
  /** `length` bytes from `offset`; fewer only where the file ends. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/**
 * What a file says once: one row of an export, or the head of one data set. It stands for itself, so that it can be kept
 * and read again without the file.
 */
export interface FileBlock {
  readonly format: FileFormat;
  /** Ends with CR, as a record does. */
  readonly bytes: Uint8Array;
  /** The file ends before what it announces. */
  readonly isPartial: boolean;
}

export type FileFormat = 'multiset' | 'fcs';

/** Bytes that are in memory already, as a source: small files, captures, tests. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: async (offset, length) => bytes.slice(Math.max(0, offset), Math.max(0, offset) + Math.max(0, length)),
  };
}

import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes names created, renamed or removed in a folder durable. Windows has no such call; its journal does it. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Makes a folder (and its parents) and the name it got durable. */
export function makeFolder(folder: string): void {
  if (mkdirSync(folder, { recursive: true, mode: 0o700 })) syncFolder(dirname(folder));
}

/**
 * Replaces a file whole or not at all: written beside it as `.part`, synced, renamed, folder synced. `mode` is for a new
 * file, 0600 by default.
 */
export function writeFileDurably(path: string, content: string | Uint8Array, mode = 0o600): void {
  const part = `${path}.part`;
  const handle = openSync(part, 'w', mode);
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    let at = 0;
    while (at < bytes.length) at += writeSync(handle, bytes, at, bytes.length - at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(part, path);
  syncFolder(dirname(path));
}

/** Syncs a file that another writer (SQLite's online backup, gzip) has finished. */
export function syncFile(path: string): void {
  const handle = openSync(path, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

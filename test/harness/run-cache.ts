import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Where the hosts of one run of tests keep what they read of the shipped definitions, as the application does. */
export const runCache = (): { catalogCacheFolder?: string } => {
  const folder = process.env.BENCHSIDE_TEST_CACHE;
  return folder === undefined ? {} : { catalogCacheFolder: folder };
};

/** Vitest's global set-up: a folder for this run alone, so that no other code's reading is ever believed. */
export default function openRunCache(): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), 'benchside-test-cache-'));
  process.env.BENCHSIDE_TEST_CACHE = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

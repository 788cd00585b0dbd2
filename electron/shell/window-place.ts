import { accessSync, constants, mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';

/**
 * Where the browser engine keeps its own things: in the data folder, or, where that can only be read, in a folder of the
 * system's for temporary ones. Nothing of value is in it.
 */
export function placeForWindow(dataFolder: string, temporaryFolder: string): string {
  const usual = path.join(dataFolder, 'window');
  try {
    mkdirSync(usual, { recursive: true, mode: 0o700 });
    accessSync(usual, constants.W_OK);
    return usual;
  } catch {
    return mkdtempSync(path.join(temporaryFolder, 'benchside-window-'));
  }
}

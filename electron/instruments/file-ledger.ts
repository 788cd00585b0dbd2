import type { SettingsStore } from '../store/store.ts';

/**
 * What of a folder was read before: files by their content, their places by size and time, blocks by their bytes. Kept in
 * the data folder, so that nothing is read twice after a restart; a name is kept as a keyed hash, because people name
 * files after specimens.
 */
export interface FileLedger {
  /** True where the folder was watched before. */
  hasBegun(folder: string): boolean;
  begin(folder: string): void;
  /** True where the file at this path was read, or left alone, as it is now. */
  isKnownPlace(path: string, mark: string): boolean;
  notePlace(path: string, mark: string): void;
  hasContent(hash: string): boolean;
  noteContent(hash: string): void;
  hasBlock(hash: string): boolean;
  noteBlock(hash: string): void;
}

export function openFileLedger(
  settings: SettingsStore,
  instrumentId: string,
  keyed: (text: string) => string,
): FileLedger {
  const key = (kind: string, text: string): string => `files/${kind}/${instrumentId}/${keyed(text)}`;
  const has = (kind: string, text: string): boolean => settings.get(key(kind, text)) !== undefined;
  const note = (kind: string, text: string, value: string | true): void => settings.set(key(kind, text), value);
  return {
    hasBegun: (folder) => has('folder', folder),
    begin: (folder) => note('folder', folder, true),
    isKnownPlace: (path, mark) => settings.get(key('place', path)) === mark,
    notePlace: (path, mark) => note('place', path, mark),
    hasContent: (hash) => has('content', hash),
    noteContent: (hash) => note('content', hash, true),
    hasBlock: (hash) => has('block', hash),
    noteBlock: (hash) => note('block', hash, true),
  };
}

/** A ledger for a look that keeps nothing: a listen test. */
export function passingFileLedger(): FileLedger {
  const values = new Map<string, unknown>();
  const settings: SettingsStore = {
    get: (key) => values.get(key),
    set: (key, value) => void values.set(key, value),
  };
  return openFileLedger(settings, '', (text) => text);
}

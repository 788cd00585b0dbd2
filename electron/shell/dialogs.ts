import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { app, type BrowserWindow, dialog, type FileFilter } from 'electron';
import type { ChosenFile, OpenPurpose, SavePurpose } from '../../shared/shell/bridge.ts';

/** Hands a chosen place to the host before the page is told of it. */
export type GrantFile = (grant: { id: string; path: string; purpose: string }) => Promise<void>;

const kinds: Readonly<Record<OpenPurpose | SavePurpose, FileFilter[]>> = {
  capture: [{ name: 'Benchside capture', extensions: ['benchside', 'jsonl'] }],
  backup: [{ name: 'Benchside backup', extensions: ['sqlite', 'benchside'] }],
  replay: [
    { name: 'Capture or raw bytes', extensions: ['jsonl', 'benchside', 'txt', 'bin', 'raw', 'log', 'astm'] },
    { name: 'All files', extensions: ['*'] },
  ],
  folder: [],
  pack: [{ name: 'Benchside definitions', extensions: ['benchside'] }],
  bundle: [{ name: 'Benchside bundle', extensions: ['benchside'] }],
  sops: [{ name: 'Benchside SOPs', extensions: ['benchside'] }],
  report: [{ name: 'PDF', extensions: ['pdf'] }],
  export: [{ name: 'Exported data', extensions: ['csv', 'jsonl', 'zip'] }],
};

/** The system's own dialog; null when the person closes it. */
export async function chooseFileToOpen(
  window: BrowserWindow,
  grant: GrantFile,
  purpose: OpenPurpose,
): Promise<ChosenFile | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    filters: kinds[purpose],
    properties: [purpose === 'folder' ? 'openDirectory' : 'openFile', 'dontAddToRecent'],
  });
  return canceled ? null : granted(grant, filePaths[0] ?? '', purpose);
}

export async function chooseFileToSave(
  window: BrowserWindow,
  grant: GrantFile,
  purpose: SavePurpose,
  suggestedName: string,
): Promise<ChosenFile | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: path.join(app.getPath('documents'), suggestedName),
    filters: kinds[purpose],
    properties: ['showOverwriteConfirmation', 'createDirectory', 'dontAddToRecent'],
  });
  return canceled ? null : granted(grant, filePath, purpose);
}

async function granted(grant: GrantFile, file: string, purpose: string): Promise<ChosenFile | null> {
  if (file === '') return null;
  const id = randomUUID();
  await grant({ id, path: file, purpose });
  return { grant: id, file };
}

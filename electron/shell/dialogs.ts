import path from 'node:path';
import { app, type BrowserWindow, dialog, type FileFilter } from 'electron';
import type { OpenPurpose, SavePurpose } from '../../shared/shell/bridge.ts';

const kinds: Readonly<Record<OpenPurpose, FileFilter[]>> = {
  capture: [{ name: 'Benchside capture', extensions: ['benchside', 'jsonl'] }],
  backup: [{ name: 'Benchside backup', extensions: ['sqlite', 'benchside'] }],
  replay: [
    { name: 'Capture or raw bytes', extensions: ['jsonl', 'benchside', 'txt', 'bin', 'raw', 'log', 'astm'] },
    { name: 'All files', extensions: ['*'] },
  ],
};

/** The system's own dialog; null when the person closes it. */
export async function chooseFileToOpen(window: BrowserWindow, purpose: OpenPurpose): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    filters: kinds[purpose],
    properties: ['openFile', 'dontAddToRecent'],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

export async function chooseFileToSave(
  window: BrowserWindow,
  purpose: SavePurpose,
  suggestedName: string,
): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: path.join(app.getPath('documents'), suggestedName),
    filters: kinds[purpose],
    properties: ['showOverwriteConfirmation', 'createDirectory', 'dontAddToRecent'],
  });
  return canceled || filePath === '' ? null : filePath;
}

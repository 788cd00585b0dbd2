import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The least an Electron application can be: one window of the bench's size with one static page. It writes when it was shown,
 * counted as the bench counts its own marks, into `shown.json` of the folder it is told. Its page may be any static one.
 */
export function writeHelloApp(folder: string, pageBody = '<h1>Hello world</h1>'): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'hello', version: '1.0.0', main: 'main.js' }));
  writeFileSync(
    join(folder, 'index.html'),
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Hello</title></head><body>${pageBody}</body></html>`,
  );
  writeFileSync(join(folder, 'main.js'), main);
  return folder;
}

export const SHOWN_FILE = 'shown.json';

/** Named apart, so that this file itself is not taken for one that runs in Electron. */
const ENGINE = 'electron';

const main = `
const { app, BrowserWindow } = require('${ENGINE}');
const { renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const folder = process.argv[process.argv.indexOf('--data') + 1];
app.setPath('userData', folder);
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1366, height: 768, show: false });
  window.once('ready-to-show', () => {
    window.show();
    const file = join(folder, '${SHOWN_FILE}');
    writeFileSync(file + '.new', JSON.stringify({ marks: [{ name: 'shown', atMs: Date.now() - process.getCreationTime() }] }));
    renameSync(file + '.new', file);
  });
  window.loadFile(join(__dirname, 'index.html'));
});
app.on('window-all-closed', () => app.quit());
`;

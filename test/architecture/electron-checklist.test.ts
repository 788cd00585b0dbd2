import { expect, test } from 'vitest';
import { type SourceFile, sourceFiles } from './source-files.ts';

// Electron's own security checklist and what `electronegativity` looks for, as tests: that program's parser can not read
// our syntax, and was last released before it existed. What can be tried in a running application is tried in test/e2e.
const shell = sourceFiles.filter(({ path }) => /^electron\/(main|preload)\.ts$|^electron\/shell\//.test(path));
const shipped = sourceFiles.filter(({ path }) => /^(electron|renderer|shared)\//.test(path));

const placesOf = (files: readonly SourceFile[], pattern: RegExp): string[] =>
  files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, at) => (pattern.test(line) ? [`${path}:${at + 1}`] : [])),
  );

/** A check of the list, and what its breach would look like in our sources. */
const forbidden: [name: string, breach: RegExp][] = [
  ['node integration', /nodeIntegration\w*:\s*true/],
  ['no isolation', /contextIsolation:\s*false/],
  ['no sandbox', /\bsandbox:\s*false|appendSwitch\(\s*['"]no-sandbox/],
  ['no web security', /webSecurity:\s*false|disable-web-security/],
  ['insecure content', /allowRunningInsecureContent:\s*true|ignore-certificate-errors/],
  ['experimental features', /experimentalFeatures:\s*true|enableBlinkFeatures/],
  ['web views', /webviewTag:\s*true|<webview/],
  ['windows by the page', /allowpopups|action:\s*['"]allow['"]/],
  ['certificates taken unseen', /certificate-error|setCertificateVerifyProc/],
  ['programs opened from outside', /\bopenExternal\b|\bopenPath\b|registerHttpProtocol|setAsDefaultProtocolClient/],
  ['code from text', /\beval\s*\(|new Function\s*\(|executeJavaScript|insertCSS|\bvm\.(run|Script)/],
  ['markup from text', /dangerouslySetInnerHTML|\.innerHTML\s*=|insertAdjacentHTML|document\.write/],
  ['remote module', /@electron\/remote|enableRemoteModule/],
  ['remote content', /loadURL\(\s*['"`]https?:|['"`]https?:\/\/(?!(www\.)?w3\.org)/],
  ['calls that block', /ipcRenderer\.sendSync|returnValue\s*=/],
  ['Electron handed to the page', /exposeInMainWorld\([^)]*\b(ipcRenderer|electron|require)\b/],
  ['Node as a service', /ELECTRON_RUN_AS_NODE|child_process['"]\)?.*fork/],
];

/** The one room that runs text as code: our own built files, in their compiled form (docs/decisions/0076). */
const boot = 'electron/boot/';

test.each(forbidden)('the sources hold no breach of: %s', (name, pattern) => {
  const looked = name === 'code from text' ? shipped.filter(({ path }) => !path.startsWith(boot)) : shipped;
  expect(placesOf(looked, pattern)).toEqual([]);
});

test('every window is made with the safe preferences, in one place', () => {
  expect(placesOf(shell, /new BrowserWindow\(/)).toHaveLength(1);
  expect(placesOf(shell, /webPreferences:/)).toEqual(placesOf(shell, /webPreferences: safeWebPreferences\(/));
  expect(placesOf(shipped, /new (BrowserView|WebContentsView)\(/)).toEqual([]);
});

test('what must be refused is refused in one place', () => {
  const [security] = shell.filter(({ path }) => path.endsWith('shell/security.ts'));
  for (const guard of [
    'will-navigate',
    'will-frame-navigate',
    'will-redirect',
    'will-attach-webview',
    'setWindowOpenHandler',
    'setPermissionRequestHandler',
    'setPermissionCheckHandler',
    'setDevicePermissionHandler',
    'will-download',
    'onBeforeRequest',
    'enableSandbox',
  ]) {
    expect(security?.text, guard).toContain(guard);
  }
});

test('handlers of calls from pages are registered through the table only', () => {
  expect(placesOf(shipped, /ipcMain\.(handle|on|once|handleOnce)\(/).map((place) => place.split(':')[0])).toEqual([
    'electron/shell/ipc.ts',
    'electron/shell/ipc.ts',
  ]);
});

test('the checklist read the shell', () => {
  expect(shell.length).toBeGreaterThan(12);
  expect(shipped.length).toBeGreaterThan(shell.length);
});

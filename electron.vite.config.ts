import { execFileSync } from 'node:child_process';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;
const inRoot = (...parts: string[]) => path.join(root, ...parts);

/** The commit this is built from, with a `+` where files differ from it; `unknown` outside a clone. */
function build(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return `${git('rev-parse', '--short=12', 'HEAD')}${git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '+'}`;
  } catch {
    return 'unknown';
  }
}

// The oldest Electron this must run on is 33 (Node 20, Chromium 130), whatever version package.json names.
const nodeTarget = 'node20';
const pageTarget = 'chrome130';
// Only what carries a native add-on stays outside the bundles.
const external = ['better-sqlite3', 'better-sqlite3-multiple-ciphers', '@serialport/bindings-cpp', '@node-rs/argon2'];

export default defineConfig({
  main: {
    define: { BENCHSIDE_BUILD: JSON.stringify(build()) },
    build: {
      target: nodeTarget,
      minify: true,
      externalizeDeps: false,
      rolldownOptions: {
        input: { main: inRoot('electron/main.ts'), host: inRoot('electron/host/entry.ts') },
        external,
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: nodeTarget,
      minify: true,
      externalizeDeps: false,
      // A sandboxed preload is one CommonJS file: it can require nothing but electron.
      rolldownOptions: {
        input: { preload: inRoot('electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: inRoot('renderer'),
    plugins: [react()],
    build: {
      target: pageTarget,
      minify: true,
      // The page's policy has no `data:` for scripts and fonts, and the engine needs no polyfill.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: { index: inRoot('renderer/index.html') } },
    },
  },
});

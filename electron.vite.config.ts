import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { startChunks } from './scripts/start-chunks.ts';

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

const chunkOfProgram = startChunks(
  {
    host: [inRoot('electron/host/run-host.ts')],
    main: [inRoot('electron/shell/run-bench.ts')],
  },
  [inRoot('electron/main.ts'), inRoot('electron/host/entry.ts'), inRoot('electron/modules/reports/report-writer.ts')],
);
const chunkOfPage = startChunks({ page: [inRoot('renderer/app/entry.tsx')] });

/** Upright faces of the weights that reports are set in (electron/modules/reports/pdf/faces.ts). */
const printFonts = [
  { folder: 'node_modules/@fontsource/inter/files', names: /^inter-[a-z-]+-(400|600)-normal\.woff$/ },
  { folder: 'node_modules/@fontsource/roboto-mono/files', names: /^roboto-mono-[a-z-]+-400-normal\.woff$/ },
];

/** Puts the fonts of printed reports beside the built host. */
const withPrintFonts = {
  name: 'print-fonts',
  generateBundle(this: { emitFile(file: { type: 'asset'; fileName: string; source: Uint8Array }): void }) {
    for (const { folder, names } of printFonts) {
      for (const name of readdirSync(inRoot(folder)).filter((file) => names.test(file))) {
        this.emitFile({ type: 'asset', fileName: `fonts/${name}`, source: readFileSync(inRoot(folder, name)) });
      }
    }
  },
};

/**
 * Letters beyond ASCII are written as escapes: the engine then holds a file's text in half the room, and it is read without
 * being decoded (electron/boot/compiled-code.ts reads built files so).
 */
const inAscii = {
  name: 'ascii-only',
  generateBundle(_options: unknown, bundle: Record<string, { type: 'chunk' | 'asset'; code?: string }>) {
    for (const part of Object.values(bundle)) {
      if (part.type !== 'chunk' || part.code === undefined) continue;
      part.code = part.code.replace(
        /[^\0-\x7f]/g,
        (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
    }
  },
};

export default defineConfig({
  main: {
    plugins: [withPrintFonts, inAscii],
    define: { BENCHSIDE_BUILD: JSON.stringify(build()) },
    build: {
      target: nodeTarget,
      minify: true,
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          main: inRoot('electron/main.ts'),
          host: inRoot('electron/host/entry.ts'),
          // A thread is started from a file of its own.
          'report-writer': inRoot('electron/modules/reports/report-writer.ts'),
        },
        external,
        // A global that is named in code nobody uses would be loaded by the engine all the same.
        treeshake: { unknownGlobalSideEffects: false },
        // CommonJS: older runtimes keep compiled code of no other kind (electron/boot/compiled-code.ts).
        output: {
          format: 'cjs',
          entryFileNames: '[name].cjs',
          chunkFileNames: '[name]-[hash].cjs',
          codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: chunkOfProgram }] },
        },
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
    plugins: [react(), inAscii],
    build: {
      target: pageTarget,
      minify: true,
      // The page's policy has no `data:` for scripts and fonts, and the engine needs no polyfill.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: { index: inRoot('renderer/index.html') },
        output: { codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: chunkOfPage }] } },
      },
    },
  },
});

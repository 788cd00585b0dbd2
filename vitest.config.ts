import { defineConfig } from 'vitest/config';

// Tests start the project's own programs with this same Node; an older one fails far from the cause.
if (Number(process.versions.node.split('.')[0]) < 24) {
  throw new Error(`These tests need Node 24 and run under ${process.version}. Use: npm test -- <kind>`);
}

/**
 * The kinds of tests; `scripts/test.ts` runs them in this order. End-to-end tests need a built app and a display. Vitest leaves one
 * processor for itself, which on a small machine is half of it: two workers keep it busy, and three where tests wait.
 */
const node = (name: string, timeoutMs: number, extra: object = {}) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    environment: 'node' as const,
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
    globalSetup: ['test/harness/run-cache.ts'],
    setupFiles: ['test/harness/fast-check.ts'],
    ...extra,
  },
});

export default defineConfig({
  test: {
    projects: [
      // Pure parts and files of their own: nothing one file does can reach the next, so they share what is loaded.
      node('unit', 20_000, { isolate: false, maxWorkers: 3 }),
      node('catalog', 60_000, { maxWorkers: 2 }),
      // Much of it waits for lines, timers and child processes; as many workers as for unit, or the two can not run together.
      node('integration', 60_000, { maxWorkers: 3 }),
      // Histories of several benches and their hub, many one after the other.
      node('sync', 120_000, { maxWorkers: 2 }),
      node('hub', 60_000, { maxWorkers: 2 }),
      node('architecture', 60_000),
      // Every screen, looked at in two windows side by side: nobody types in them.
      node('screens', 180_000, { maxWorkers: 2 }),
      // One window at a time: keys that a busy machine bunches together are taken for a scanner's.
      node('e2e', 180_000, { maxWorkers: 1, fileParallelism: false }),
      {
        test: {
          name: 'dom',
          include: ['test/dom/**/*.test.tsx'],
          environment: 'jsdom' as const,
          testTimeout: 60_000,
          maxWorkers: 3,
          globalSetup: ['test/harness/run-cache.ts'],
          setupFiles: ['test/harness/fast-check.ts', 'test/harness/dom-realm.ts'],
        },
      },
    ],
  },
});

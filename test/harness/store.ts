import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { fileKeyProvider } from '../../electron/store/key-providers.ts';
import { openStore } from '../../electron/store/open-store.ts';
import type { RunningStore } from '../../electron/store/running-store.ts';
import type { StoreOptions } from '../../electron/store/store.ts';
import type { StoreClock } from '../../electron/store/types.ts';
import { lampModule } from './sample-module.ts';

/** A folder of its own for one test, gone when the test is over. */
export function testFolder(name = 'store'): string {
  const folder = mkdtempSync(join(tmpdir(), `benchside-${name}-`));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Opens a real store over real files; closed when the test is over, if the test did not do it. */
export async function openTestStore(dataFolder: string, options: Partial<StoreOptions> = {}): Promise<RunningStore> {
  const store = (await openStore({
    dataFolder,
    modules: [lampModule],
    keyProvider: fileKeyProvider(dataFolder),
    app: 'test 1',
    ballastBytes: 0,
    ...options,
  })) as RunningStore;
  onTestFinished(() => store.close());
  return store;
}

/** A clock that stands until it is moved. */
export class HandClock implements StoreClock {
  now = Date.parse('2026-11-22T10:00:00.000Z');
  mono = 0;
  readonly bootId = 'boot-1';

  wallMs = (): number => this.now;
  monoMs = (): number => this.mono;
  offsetMinutes = (): number => 60;

  /** Lets time pass on both clocks. */
  pass(ms: number): void {
    this.now += ms;
    this.mono += ms;
  }
}

/** Every row of some tables, in one comparable value. */
export function rowsOf(store: RunningStore, ...tables: string[]): unknown {
  return Object.fromEntries(
    tables.map((table) => [
      table,
      (store.db.prepare(`SELECT * FROM ${table}`).all() as unknown[]).map((row) => JSON.stringify(row)).sort(),
    ]),
  );
}

import { copyFileSync, cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileKeyProvider } from '../../electron/store/key-providers.ts';
import { openStore } from '../../electron/store/open-store.ts';
import type { RunningStore } from '../../electron/store/running-store.ts';
import type { TravellingRecord } from '../../shared/sync/record-lines.ts';
import { HandClock } from './store.ts';
import { lampVersions } from './sync-lamps.ts';

const mainFile = 'benchside.sqlite';

/** Folders of benches that were started once: making the tables anew for each history would cost more than the history. */
const templates = new Map<string, Promise<string>>();

async function template(root: string, number: number): Promise<string> {
  const path = join(root, `template-${number}`);
  const bench = new SyncBench(number, path);
  await bench.open();
  await bench.close();
  return path;
}

/** One workstation of a simulated history: a real store over real files, its clock in the test's hands. */
export class SyncBench {
  readonly number: number;
  readonly folder: string;
  readonly clock = new HandClock();
  /** Which version of the program runs, index into `lampVersions`: one bench begins with the older one. */
  version: number;
  #store: RunningStore | undefined;

  constructor(number: number, folder: string) {
    this.number = number;
    this.folder = folder;
    this.version = number === 0 ? 0 : lampVersions.length - 1;
  }

  /** A bench in a folder of its own under `folder`, copied from one that was started once under `root`. */
  static async start(root: string, folder: string, number: number): Promise<SyncBench> {
    const key = `${root} ${number}`;
    const ready = templates.get(key) ?? template(root, number);
    templates.set(key, ready);
    const bench = new SyncBench(number, join(folder, `bench-${number}`));
    cpSync(await ready, bench.folder, { recursive: true });
    await bench.open();
    return bench;
  }

  get store(): RunningStore {
    if (!this.#store) throw new Error(`bench ${this.number} is not open`);
    return this.#store;
  }

  get device(): string {
    return this.store.keys.device;
  }

  async open(): Promise<void> {
    mkdirSync(this.folder, { recursive: true });
    this.#store = (await openStore({
      dataFolder: this.folder,
      modules: lampVersions[this.version]!,
      keyProvider: fileKeyProvider(this.folder),
      app: `history ${this.version}`,
      ballastBytes: 0,
      backupEveryMs: 0,
      clock: this.clock,
    })) as RunningStore;
  }

  async close(): Promise<void> {
    await this.#store?.close();
    this.#store = undefined;
  }

  /** Whatever was not committed is gone; everything that was is still there. */
  async reopen(version = this.version): Promise<void> {
    await this.close();
    this.version = version;
    await this.open();
  }

  /** Keeps a copy of the data file, as a backup program would. */
  async copyFile(): Promise<void> {
    await this.close();
    copyFileSync(join(this.folder, mainFile), join(this.folder, 'kept.sqlite'));
    await this.open();
  }

  /** Puts that copy back by hand, keys and notes beside it as they are; false where there is none. */
  async putBack(): Promise<boolean> {
    const kept = join(this.folder, 'kept.sqlite');
    if (!existsSync(kept)) return false;
    await this.close();
    for (const end of ['', '-wal', '-shm']) rmSync(join(this.folder, mainFile + end), { force: true });
    copyFileSync(kept, join(this.folder, mainFile));
    await this.open();
    return true;
  }

  /** Every record that is here, in order of arrival. */
  records(): (TravellingRecord & { readonly log: string; readonly seq: number })[] {
    return this.store.db
      .prepare(
        `SELECT record_log.raw, record_log.sig, logs.log, record_log.seq
         FROM record_log JOIN logs ON logs.log_id = record_log.log_id ORDER BY lsn`,
      )
      .all() as never;
  }
}

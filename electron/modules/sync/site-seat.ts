import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostContext } from '../../host/module.ts';
import { firstSite, type SiteFolders, type SiteSummary, writeSummary } from '../../store/site-folders.ts';
import { readLeaving } from './leave-proof.ts';
import { siteNameOf } from './state.ts';

/** A carried site of which nothing was written down. */
export const noFigures = { unsent: null, since: null, byteCount: null, at: null };
const notProvedKey = 'sync.leavingNotProved';

/** The open site's place among those that are carried: what it writes down of itself, and whether it is being left. */
export class SiteSeat {
  readonly #context: HostContext;
  #byteCount = 0;
  #isLeaving = false;

  constructor(context: HostContext) {
    this.#context = context;
  }

  start(): void {
    this.note();
    void this.#measure();
  }

  /**
   * The last thing before the store closes: no line is open any more, nothing is sent. Only what is proved now is given up;
   * whatever was recorded meanwhile keeps the site here.
   */
  stop(): void {
    const { sites, store } = this.#context;
    if (sites === null || store.isReadonly) return;
    if (this.#isLeaving && this.#giveUp(sites)) return;
    this.note();
  }

  #giveUp(sites: SiteFolders): boolean {
    try {
      if (readLeaving(this.#context).missing.length === 0) {
        sites.leave();
        return true;
      }
      this.#context.store.settings.set(notProvedKey, true);
    } catch {
      // What can not be proved or written down stays here: the next start opens the same site.
    }
    return false;
  }

  leaveAtStop(): void {
    this.#context.store.settings.set(notProvedKey, false);
    this.#isLeaving = true;
  }

  get problem(): string | null {
    const { sites, store } = this.#context;
    if (store.settings.get(notProvedKey) === true) return 'sites/not-proved';
    return sites?.open.problem ?? null;
  }

  summary(): Omit<SiteSummary, 'format'> {
    const { clock, store } = this.#context;
    const { scope } = store.sync;
    const { count: unsent, since } = store.sync.unsent();
    const at = new Date(clock.wallMs()).toISOString();
    return { scope, name: siteNameOf(this.#context, scope), unsent, since, byteCount: this.#byteCount, at };
  }

  note(): void {
    const { sites } = this.#context;
    if (sites === null) return;
    try {
      writeSummary(sites.open.folder, this.summary());
    } catch {
      // What other sites show of this one is then a little older.
    }
  }

  async #measure(): Promise<void> {
    const { sites } = this.#context;
    if (sites === null) return;
    const isFirst = sites.open.id === firstSite;
    this.#byteCount = await sizeOf(sites.open.folder, isFirst ? ['sites', 'window'] : ['window']);
    this.#context.topics.announce('sync');
  }
}

/** Bytes of all files below a folder; what can not be read counts nothing. */
async function sizeOf(folder: string, but: readonly string[] = []): Promise<number> {
  let sum = 0;
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !but.includes(entry.name)) sum += await sizeOf(path);
    else if (entry.isFile()) sum += (await stat(path).catch(() => ({ size: 0 }))).size;
  }
  return sum;
}

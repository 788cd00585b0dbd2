import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { leavingStream, siteLeft } from '../../../shared/modules/sync/records.ts';
import { type CarriedSite, sitesContract } from '../../../shared/modules/sync/sites-contract.ts';
import { draft } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { firstSite, type SiteFolders, type SiteSummary, writeSummary } from '../../store/site-folders.ts';
import { toStoreError } from '../../store/store-errors.ts';
import { personAuthor } from '../authors.ts';
import { readLeaving } from './leave-proof.ts';
import { labelOf, siteNameOf } from './state.ts';

const noFigures = { unsent: null, since: null, byteCount: null, at: null };
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

/** The sites this laptop carries: seen, begun, opened, left. */
export function siteHandlers(context: HostContext, seat: SiteSeat) {
  const os = implement(sitesContract);
  const { store } = context;

  /** The carried sites, where the host can be started again on another. */
  function folders(): SiteFolders {
    if (context.sites === null) throw new AppError('sites/fixed-folder', {});
    return context.sites;
  }

  return os.router({
    list: os.list.handler(() => ({
      problem: seat.problem,
      sites: (context.sites?.list() ?? []).map(({ id, summary }): CarriedSite => {
        const isOpen = id === context.sites?.open.id;
        const known = isOpen ? seat.summary() : summary;
        // Whoever has not signed in sees which sites there are, to come back to their own; no figures.
        if (!context.session.may('lab.see')) return { id, isOpen, name: known?.name ?? '', ...noFigures };
        const { name = '', unsent = null, since = null, byteCount = null, at = null } = known ?? {};
        return { id, isOpen, name, unsent, since, byteCount, at: isOpen ? null : at };
      }),
    })),

    carry: os.carry.handler(() => {
      const sites = folders();
      seat.note();
      try {
        sites.carry();
      } catch (error) {
        throw toStoreError(error, { what: 'site' });
      }
      context.restart();
      return {};
    }),

    open: os.open.handler(({ input: { id } }) => {
      const sites = folders();
      seat.note();
      sites.openNext(id);
      context.restart();
      return {};
    }),

    leaving: os.leaving.handler(() => readLeaving(context)),

    sayLeaving: os.sayLeaving.handler(({ input: { reason } }) => {
      if (store.sync.scope.startsWith('provisional:')) throw new AppError('sites/no-site', { count: 0 });
      const { device } = store.keys;
      const left = draft(siteLeft, leavingStream(device), { device, label: labelOf(context), reason });
      store.records.append([left], personAuthor(context.actor));
      context.sync.syncNow();
      context.topics.announce('sync');
      return {};
    }),

    leave: os.leave.handler(async ({ input: { password, known } }) => {
      folders();
      if (context.people.hasOwner()) {
        const { personId } = context.session.requireAccount();
        await context.people.checkPassword(personId, password ?? '', 'change');
        context.session.require('machine.manage');
      }
      const { isBlank, saidAt, missing, lost } = readLeaving(context);
      const [first] = missing;
      if (first !== undefined) throw new AppError(first.code, first.data);
      if (!isBlank && saidAt === null) throw new AppError('sites/not-said', {});
      if (lost.some(({ kind }) => !known.includes(kind))) throw new AppError('sites/loss-not-known', {});
      seat.leaveAtStop();
      context.restart();
      return {};
    }),
  });
}

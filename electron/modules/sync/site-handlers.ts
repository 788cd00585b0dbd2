import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { leavingStream, siteLeft } from '../../../shared/modules/sync/records.ts';
import { type CarriedSite, sitesContract } from '../../../shared/modules/sync/sites-contract.ts';
import { draft } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import type { SiteFolders } from '../../store/site-folders.ts';
import { toStoreError } from '../../store/store-errors.ts';
import { personAuthor } from '../authors.ts';
import { readLeaving } from './leave-proof.ts';
import { noFigures, type SiteSeat } from './site-seat.ts';
import { labelOf } from './state.ts';

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

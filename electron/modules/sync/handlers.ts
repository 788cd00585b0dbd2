import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { syncContract } from '../../../shared/modules/sync/contract.ts';
import { networkStream, networkSwitched } from '../../../shared/modules/sync/records.ts';
import { draft } from '../../../shared/records/define.ts';
import { lazily } from '../../host/lazily.ts';
import type { HostContext } from '../../host/module.ts';
import { personAuthor } from '../authors.ts';
import type { BundleDesk } from './bundle-desk.ts';
import type { SiteSeat } from './site-seat.ts';
import { keepLabel, readNotTaken, readOutbox, readState, siteNameOf, wordsOf } from './state.ts';

/** The calls of this module, made when the first of them is asked. */
export function createHandlers(context: HostContext, desk: BundleDesk, seat: SiteSeat) {
  const os = implement(syncContract);
  const { store, sync } = context;
  return {
    state: os.state.handler(() => readState(context)),
    outbox: os.outbox.handler(() => readOutbox(context)),
    notTaken: os.notTaken.handler(() => readNotTaken(context)),

    now: os.now.handler(() => {
      const { isAllowed, hub } = sync.state();
      if (hub === null) throw new AppError('sync/no-hub', {});
      if (!isAllowed) throw new AppError('sync/network-off', {});
      sync.syncNow();
      return {};
    }),

    setAllowed: os.setAllowed.handler(({ input: { isAllowed } }) => {
      if (sync.state().isAllowed === isAllowed) return {};
      sync.setAllowed(isAllowed);
      const { device } = store.keys;
      const switched = draft(networkSwitched, networkStream(device), { device, isAllowed });
      store.records.append([switched], personAuthor(context.actor));
      return {};
    }),

    lookUp: os.lookUp.handler(async ({ input: { address } }) => {
      const found = await sync.lookUp(address);
      return { ...found, fingerprint: wordsOf(found.publicKey) };
    }),

    join: os.join.handler(async ({ input: { code, label, ...hub } }) => {
      const { scope } = store.sync;
      if (scope.startsWith('site:')) {
        const held = sync.state().hub;
        // Joining the same hub anew is a new epoch's way back; another site is another folder.
        if (held !== null && held.device !== hub.device) {
          throw new AppError('sync/already-in-a-site', { site: siteNameOf(context, scope) });
        }
      }
      const { siteName } = await sync.enrol(hub, code, label);
      keepLabel(context, label);
      context.topics.announce('sync', 'system');
      return { siteName };
    }),

    moveHub: os.moveHub.handler(async ({ input: { address } }) => {
      await sync.moveHub(address);
      return {};
    }),

    sites: lazily(async () => (await import('./site-handlers.ts')).siteHandlers(context, seat)),
    workstations: lazily(async () => (await import('./workstation-handlers.ts')).workstationHandlers(context)),
    bundles: lazily(async () => (await import('./bundle-handlers.ts')).bundleHandlers(context, desk)),
    files: lazily(async () => (await import('./file-handlers.ts')).fileHandlers(context, desk)),
  };
}

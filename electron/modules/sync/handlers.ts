import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { syncContract } from '../../../shared/modules/sync/contract.ts';
import { networkStream, networkSwitched, syncRecords } from '../../../shared/modules/sync/records.ts';
import { draft } from '../../../shared/records/define.ts';
import type { HostContext, HostModule } from '../../host/module.ts';
import { personAuthor } from '../authors.ts';
import { perHost } from '../per-host.ts';
import { BundleDesk } from './bundle-desk.ts';
import { bundleHandlers } from './bundle-handlers.ts';
import { fileHandlers } from './file-handlers.ts';
import { SiteSeat, siteHandlers } from './site-handlers.ts';
import { keepLabel, readNotTaken, readOutbox, readState, siteNameOf, wordsOf } from './state.ts';
import { bundlesTable, sitesTable } from './tables.ts';
import { workstationHandlers } from './workstation-handlers.ts';

/** Modules whose screens show where a record is. */
const marksOfPlace = ['errors', 'cases', 'sop', 'calibration', 'instruments'] as const;

/** What of this workstation is where else, and the ways there: a hub over a network, or a stick. */
export function createSyncModule(): HostModule {
  const deskOf = perHost((context) => new BundleDesk(context));
  const seatOf = perHost((context) => new SiteSeat(context));
  const stops = perHost((): (() => void)[] => []);
  return {
    name: 'sync',
    records: syncRecords,
    projections: [sitesTable, bundlesTable],
    createHandlers: (context) => createHandlers(context, deskOf(context), seatOf(context)),
    start(context) {
      seatOf(context).start();
      const tell = () => context.topics.announce('sync');
      stops(context).push(
        context.sync.onChange(tell),
        // Every record of this bench is one more that nobody else holds.
        context.store.onCommitted(({ tables, records }) => {
          if (records.length > 0) tell();
          // A receipt moved the mark on records that screens of these modules show.
          if (tables.includes('sync')) context.topics.announce(...marksOfPlace);
        }),
      );
    },
    stop(context) {
      deskOf(context).stop();
      for (const stop of stops(context).splice(0)) stop();
      seatOf(context).stop();
    },
  };
}

function createHandlers(context: HostContext, desk: BundleDesk, seat: SiteSeat) {
  const os = implement(syncContract);
  const { store, sync } = context;
  return os.router({
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

    sites: siteHandlers(context, seat),
    workstations: workstationHandlers(context),
    bundles: bundleHandlers(context, desk),
    files: fileHandlers(context, desk),
  });
}

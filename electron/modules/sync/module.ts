import { syncRecords } from '../../../shared/modules/sync/records.ts';
import type { HostModule } from '../../host/module.ts';
import { perHost } from '../per-host.ts';
import { BundleDesk } from './bundle-desk.ts';
import { SiteSeat } from './site-seat.ts';
import { bundlesTable, sitesTable } from './tables.ts';

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
    loadHandlers: async (context) =>
      (await import('./handlers.ts')).createHandlers(context, deskOf(context), seatOf(context)),
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

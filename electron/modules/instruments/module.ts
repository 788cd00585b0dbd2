import { instrumentsRecords } from '../../../shared/modules/instruments/records.ts';
import type { HostModule } from '../../host/module.ts';
import { perHost } from '../per-host.ts';
import { CardDesk } from './card-desk.ts';
import { identityReadiness, judgementTable } from './identity.ts';
import { startInstrumentJobs } from './jobs.ts';
import { followLink, followRecords, followStories, readRegister } from './register.ts';
import { recordReports } from './reports.ts';
import { registerTable, reportedTable } from './tables.ts';

/** The register, the Bench cards, definitions, ports and the story of each instrument. */
export function createInstrumentsModule(): HostModule {
  const deskOf = perHost((context) => new CardDesk(context));
  const jobsOf = perHost((context) => [startInstrumentJobs(context), followRecords(context), followStories(context)]);
  return {
    name: 'instruments',
    records: instrumentsRecords,
    projections: [registerTable, reportedTable, judgementTable],
    loadReadiness: async () => identityReadiness,
    loadHandlers: async (context) => (await import('./handlers.ts')).createHandlers(context, deskOf(context)),
    onSignals: (batch, context) => {
      recordReports(batch, context);
      deskOf(context).heard(batch);
    },
    start: async (context) => {
      for (const instrument of readRegister(context)) await followLink(context, instrument);
      jobsOf(context);
    },
    stop: (context) => {
      for (const stop of jobsOf(context)) stop();
      deskOf(context).close();
    },
  };
}

import { sopRecords } from '../../../shared/modules/sop/records.ts';
import type { HostModule } from '../../host/module.ts';
import { perHost } from '../per-host.ts';
import { deskOf } from './desk.ts';
import { startSopJobs } from './jobs.ts';
import { proveCountersignatures } from './prove.ts';
import { runsTable } from './run-tables.ts';
import { officeTable, readingsTable, sopsTable } from './tables.ts';

/** SOPs and their runs. */
export function createSopModule(): HostModule {
  const jobsOf = perHost((context) => startSopJobs(deskOf(context)));
  return {
    name: 'sop',
    records: sopRecords,
    projections: [sopsTable, readingsTable, officeTable, runsTable],
    loadAudits: async () => (await import('./audit.ts')).sopAudits,
    prove: proveCountersignatures,
    loadHandlers: async (context) => (await import('./handlers.ts')).createHandlers(context),
    start: (context) => {
      jobsOf(context);
    },
    stop: (context) => {
      jobsOf(context)();
      deskOf(context).drafts.close();
    },
  };
}

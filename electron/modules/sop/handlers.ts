import { sopRecords } from '../../../shared/modules/sop/records.ts';
import type { HostContext, HostModule } from '../../host/module.ts';
import { perHost } from '../per-host.ts';
import { sopAudits } from './audit.ts';
import { deskOf } from './desk.ts';
import { createFileHandlers } from './file-handlers.ts';
import { startSopJobs } from './jobs.ts';
import {
  createCopyHandlers,
  createLibraryHandlers,
  createNumberHandlers,
  createRequestHandlers,
} from './library-handlers.ts';
import { proveCountersignatures } from './prove.ts';
import { createRunHandlers } from './run-handlers.ts';
import { runsTable } from './run-tables.ts';
import { officeTable, readingsTable, sopsTable } from './tables.ts';
import { createReadingHandlers, createVersionHandlers } from './version-handlers.ts';

/** SOPs and their runs. */
export function createSopModule(): HostModule {
  const jobsOf = perHost((context) => startSopJobs(deskOf(context)));
  return {
    name: 'sop',
    records: sopRecords,
    projections: [sopsTable, readingsTable, officeTable, runsTable],
    audits: sopAudits,
    prove: proveCountersignatures,
    createHandlers,
    start: (context) => {
      jobsOf(context);
    },
    stop: (context) => {
      jobsOf(context)();
      deskOf(context).drafts.close();
    },
  };
}

function createHandlers(context: HostContext) {
  const desk = deskOf(context);
  return {
    library: createLibraryHandlers(desk),
    versions: createVersionHandlers(desk),
    readings: createReadingHandlers(desk),
    requests: createRequestHandlers(desk),
    numbers: createNumberHandlers(desk),
    copies: createCopyHandlers(desk),
    files: createFileHandlers(desk),
    runs: createRunHandlers(desk),
  };
}

import { errorsRecords } from '../../../shared/modules/errors/records.ts';
import type { HostModule } from '../../host/module.ts';
import { perHost } from '../per-host.ts';
import { ErrorDesk } from './desk.ts';
import { startErrorJobs } from './jobs.ts';
import { takeSignals } from './signals.ts';
import { bookTable, errorsTable } from './tables.ts';

/** Errors raised on the wire, by a background run, by hand or by scanner; code books; nothing here asks the page who acts. */
export function createErrorsModule(): HostModule {
  const deskOf = perHost((context) => new ErrorDesk(context));
  const jobsOf = perHost((context) => startErrorJobs(deskOf(context)));
  return {
    name: 'errors',
    records: errorsRecords,
    projections: [errorsTable, bookTable],
    loadHandlers: async (context) => (await import('./handlers.ts')).createHandlers(context, deskOf(context)),
    onSignals: (batch, context) => takeSignals(batch, context, deskOf(context)),
    start: (context) => {
      jobsOf(context);
    },
    stop: (context) => {
      jobsOf(context)();
      deskOf(context).flush(true);
    },
  };
}

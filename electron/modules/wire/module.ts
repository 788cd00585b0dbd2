import { wireRecords } from '../../../shared/modules/wire/records.ts';
import type { HostModule } from '../../host/module.ts';
import { perHost } from '../per-host.ts';
import { startWireJobs } from './jobs.ts';

/** The wire view with the link doctor, masked captures, and the recorded act of looking at one frame unmasked. */
export function createWireModule(): HostModule {
  const jobsOf = perHost(startWireJobs);
  return {
    name: 'wire',
    records: wireRecords,
    projections: [],
    loadHandlers: async (context) => (await import('./handlers.ts')).createHandlers(context),
    start: (context) => {
      jobsOf(context);
    },
    stop: (context) => jobsOf(context)(),
  };
}

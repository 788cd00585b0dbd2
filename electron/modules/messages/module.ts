import { messagesRecords } from '../../../shared/modules/messages/records.ts';
import type { HostModule } from '../../host/module.ts';
import { perHost } from '../per-host.ts';
import { startMessageJobs } from './jobs.ts';

/** Decoded messages, identity removed: listed, opened, and partial ones dismissed. */
export function createMessagesModule(): HostModule {
  const jobsOf = perHost(startMessageJobs);
  return {
    name: 'messages',
    records: messagesRecords,
    projections: [],
    loadHandlers: async (context) => (await import('./handlers.ts')).createHandlers(context),
    start: (context) => {
      jobsOf(context);
    },
    stop: (context) => jobsOf(context)(),
  };
}

import { systemRecords } from '../../../shared/modules/system/records.ts';
import type { HostModule } from '../../host/module.ts';

/** What the program is, how its store is, this machine's settings, and the names of what changes. */
export function createSystemModule(): HostModule {
  return {
    name: 'system',
    records: systemRecords,
    projections: [],
    loadHandlers: async (context) => (await import('./handlers.ts')).createHandlers(context),
  };
}

import { troubleshootingRecords } from '../../../shared/modules/troubleshooting/records.ts';
import type { HostModule } from '../../host/module.ts';
import { runsTable } from './tables.ts';

/** Guided steps: started from an error, answered one by one, each answer durable, part of the error's story. */
export function createTroubleshootingModule(): HostModule {
  return {
    name: 'troubleshooting',
    records: troubleshootingRecords,
    projections: [runsTable],
    loadHandlers: async (context) => (await import('./handlers.ts')).createHandlers(context),
  };
}

import { processingRecords } from '../../../shared/modules/processing/records.ts';
import type { HostModule } from '../../host/module.ts';
import { processingTables } from './tables.ts';

/** Baths, programs, runs and gradings of tissue processors and stainers. */
export function createProcessingModule(): HostModule {
  return {
    name: 'processing',
    records: processingRecords,
    projections: processingTables,
    loadReadiness: async () => (await import('./readiness.ts')).processingReadiness,
    loadHandlers: async (context) => (await import('./handlers.ts')).createHandlers(context),
  };
}

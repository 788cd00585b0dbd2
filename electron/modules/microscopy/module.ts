import { microscopyRecords } from '../../../shared/modules/microscopy/records.ts';
import type { HostModule } from '../../host/module.ts';
import { microscopyTables } from './tables.ts';

/** Work at the microscope: differential counts, two readers compared, eyepiece scales. */
export function createMicroscopyModule(): HostModule {
  return {
    name: 'microscopy',
    records: microscopyRecords,
    projections: microscopyTables,
    loadHandlers: async (context) => (await import('./handlers.ts')).createHandlers(context),
  };
}

import { microscopyRecords } from '../../../shared/modules/microscopy/records.ts';
import type { HostModule } from '../../host/module.ts';
import { createComparisonHandlers } from './comparison-handlers.ts';
import { createClassesHandlers, createCountHandlers } from './count-handlers.ts';
import { createScaleHandlers } from './scale-handlers.ts';
import { microscopyTables } from './tables.ts';

/** Work at the microscope: differential counts, two readers compared, eyepiece scales. */
export function createMicroscopyModule(): HostModule {
  return {
    name: 'microscopy',
    records: microscopyRecords,
    projections: microscopyTables,
    createHandlers: (context) => ({
      classes: createClassesHandlers(context),
      counts: createCountHandlers(context),
      comparisons: createComparisonHandlers(context),
      scales: createScaleHandlers(context),
    }),
  };
}

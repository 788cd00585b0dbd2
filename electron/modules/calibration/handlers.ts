import { coreCalibrationRecords } from '../../../shared/modules/calibration/records.ts';
import type { HostModule } from '../../host/module.ts';
import { createStandardsHandlers, standardsSideRecords, standardsSideTables } from './standards-side.ts';

/** Calibration: sessions with their replicates, verification, factors, procedures. */
export function createCalibrationModule(): HostModule {
  return {
    name: 'calibration',
    records: [...coreCalibrationRecords, ...standardsSideRecords],
    projections: [...standardsSideTables],
    createHandlers: (context) => ({ standards: createStandardsHandlers(context) }),
  };
}

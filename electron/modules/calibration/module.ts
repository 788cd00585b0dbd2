import { coreCalibrationRecords } from '../../../shared/modules/calibration/records.ts';
import { allStandardsRecords } from '../../../shared/modules/calibration/standards-records.ts';
import type { HostModule } from '../../host/module.ts';
import { standardsTables } from './standards-tables.ts';
import { coreCalibrationTables } from './tables.ts';

/** Calibration: sessions with their replicates, verification, factors, procedures, and the standards beside them. */
export function createCalibrationModule(): HostModule {
  return {
    name: 'calibration',
    records: [...coreCalibrationRecords, ...allStandardsRecords],
    projections: [...coreCalibrationTables, ...standardsTables],
    loadAudits: async () => (await import('./audits.ts')).calibrationAudits,
    loadReadiness: async () => (await import('./readiness.ts')).calibrationReadiness,
    loadHandlers: async (context) => (await import('./handlers.ts')).createHandlers(context),
  };
}

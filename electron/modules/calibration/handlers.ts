import { coreCalibrationRecords } from '../../../shared/modules/calibration/records.ts';
import type { HostModule } from '../../host/module.ts';
import { calibrationReadiness } from './readiness.ts';
import { createSessionHandlers } from './session-handlers.ts';
import { sessionsAudits } from './sessions-audit.ts';
import {
  createStandardsHandlers,
  standardsSideAudits,
  standardsSideRecords,
  standardsSideTables,
} from './standards-side.ts';
import { coreCalibrationTables } from './tables.ts';
import { verificationAudits } from './verification-audit.ts';
import {
  createFactorHandlers,
  createMonthHandlers,
  createProcedureHandlers,
  createVerificationHandlers,
} from './verification-handlers.ts';

/** Calibration: sessions with their replicates, verification, factors, procedures, and the standards beside them. */
export function createCalibrationModule(): HostModule {
  return {
    name: 'calibration',
    records: [...coreCalibrationRecords, ...standardsSideRecords],
    projections: [...coreCalibrationTables, ...standardsSideTables],
    audits: [...verificationAudits, ...sessionsAudits, ...standardsSideAudits],
    readiness: calibrationReadiness,
    createHandlers: (context) => ({
      sessions: createSessionHandlers(context),
      verification: createVerificationHandlers(context),
      procedures: createProcedureHandlers(context),
      factors: createFactorHandlers(context),
      months: createMonthHandlers(context),
      standards: createStandardsHandlers(context),
    }),
  };
}

import type { AnyReportDefinition } from '../../../host/report.ts';
import { auditTrail } from './audit-trail.ts';
import { bathLog } from './bath-log.ts';
import { calibrationReport } from './calibration-report.ts';
import { caseReport } from './case-report.ts';
import { certificateRegister } from './certificate-register.ts';
import { decontamination } from './decontamination.ts';
import { errorHistory } from './error-history.ts';
import { factorDrift } from './factor-drift.ts';
import { inspectionBinder } from './inspection-binder.ts';
import { labels } from './labels.ts';
import { differentialCount, eyepieceScales, readerComparison } from './microscopy-reports.ts';
import { monthGridReport } from './month-grid.ts';
import { procedureRun } from './procedure-run.ts';
import { returnToService } from './return-to-service.ts';
import { sopCopy } from './sop-copy.ts';
import { sopReaders } from './sop-readers.ts';
import { stainQc } from './stain-qc.ts';
import { timeMachine } from './time-machine.ts';
import { visitReport } from './visit-report.ts';

/** Every report of the bench, one line each. */
export const allReports: readonly AnyReportDefinition[] = [
  monthGridReport,
  returnToService,
  inspectionBinder,
  calibrationReport,
  factorDrift,
  certificateRegister,
  differentialCount,
  readerComparison,
  eyepieceScales,
  procedureRun,
  sopCopy,
  sopReaders,
  caseReport,
  visitReport,
  decontamination,
  timeMachine,
  bathLog,
  stainQc,
  errorHistory,
  auditTrail,
  labels,
];

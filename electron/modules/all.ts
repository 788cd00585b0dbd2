import type { HostModule } from '../host/module.ts';
import type { StoreModule } from '../store/projection.ts';
import { createCalibrationModule } from './calibration/module.ts';
import { createCasesModule } from './cases/module.ts';
import { createCytometryModule } from './cytometry/module.ts';
import { createDefinitionsModule } from './definitions/module.ts';
import { createErrorsModule } from './errors/module.ts';
import { createInstrumentsModule } from './instruments/module.ts';
import { createJoiningModule } from './joining/module.ts';
import { createMaintenanceModule } from './maintenance/module.ts';
import { createMessagesModule } from './messages/module.ts';
import { createMicroscopyModule } from './microscopy/module.ts';
import { createPeopleModule } from './people/module.ts';
import { createProcessingModule } from './processing/module.ts';
import { createReportsModule } from './reports/module.ts';
import { createScannerModule } from './scanner/module.ts';
import { createSopModule } from './sop/module.ts';
import { createSupportModule } from './support/module.ts';
import { createSyncModule } from './sync/module.ts';
import { createSystemModule } from './system/module.ts';
import { createTroubleshootingModule } from './troubleshooting/module.ts';
import { createWireModule } from './wire/module.ts';

/**
 * Every module of the host, one line each. Signals are handed over in this order, and modules stop in the opposite one:
 * sync last, which gives a site up only when nothing can be recorded any more.
 */
export const hostModules: readonly HostModule[] = [
  createSyncModule(),
  createInstrumentsModule(),
  createErrorsModule(),
  createTroubleshootingModule(),
  createMaintenanceModule(),
  createMessagesModule(),
  createWireModule(),
  createPeopleModule(),
  createReportsModule(),
  createSystemModule(),
  createCasesModule(),
  createSopModule(),
  createCalibrationModule(),
  createCytometryModule(),
  createMicroscopyModule(),
  createProcessingModule(),
  createSupportModule(),
  createDefinitionsModule(),
  createJoiningModule(),
  createScannerModule(),
];

/** Every module's records and tables. Host, `verify`, backup and tests read this one list. */
export const storeModules: readonly StoreModule[] = [...hostModules];

import type { HostModule } from '../host/module.ts';
import type { StoreModule } from '../store/projection.ts';
import { createCalibrationModule } from './calibration/handlers.ts';
import { createCasesModule } from './cases/handlers.ts';
import { createCytometryModule } from './cytometry/handlers.ts';
import { createDefinitionsModule } from './definitions/handlers.ts';
import { createErrorsModule } from './errors/handlers.ts';
import { createInstrumentsModule } from './instruments/handlers.ts';
import { createJoiningModule } from './joining/handlers.ts';
import { createMaintenanceModule } from './maintenance/handlers.ts';
import { createMessagesModule } from './messages/handlers.ts';
import { createMicroscopyModule } from './microscopy/handlers.ts';
import { createPeopleModule } from './people/handlers.ts';
import { createProcessingModule } from './processing/handlers.ts';
import { createReportsModule } from './reports/handlers.ts';
import { createSopModule } from './sop/handlers.ts';
import { createSupportModule } from './support/handlers.ts';
import { createSyncModule } from './sync/handlers.ts';
import { createSystemModule } from './system/handlers.ts';
import { createTroubleshootingModule } from './troubleshooting/handlers.ts';
import { createWireModule } from './wire/handlers.ts';

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
];

/** Every module's records and tables. Host, `verify`, backup and tests read this one list. */
export const storeModules: readonly StoreModule[] = [...hostModules];

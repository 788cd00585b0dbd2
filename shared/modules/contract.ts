import { calibrationContract } from './calibration/contract.ts';
import { casesContract } from './cases/contract.ts';
import { cytometryContract } from './cytometry/contract.ts';
import { definitionsContract } from './definitions/contract.ts';
import { errorsContract } from './errors/contract.ts';
import { instrumentsContract } from './instruments/contract.ts';
import { joiningContract } from './joining/contract.ts';
import { maintenanceContract } from './maintenance/contract.ts';
import { messagesContract } from './messages/contract.ts';
import { microscopyContract } from './microscopy/contract.ts';
import { peopleContract } from './people/contract.ts';
import { processingContract } from './processing/contract.ts';
import { reportsContract } from './reports/contract.ts';
import { scannerContract } from './scanner/contract.ts';
import { sopContract } from './sop/contract.ts';
import { supportContract } from './support/contract.ts';
import { syncContract } from './sync/contract.ts';
import { systemContract } from './system/contract.ts';
import { troubleshootingContract } from './troubleshooting/contract.ts';
import { wireContract } from './wire/contract.ts';

/** Every call the page can make of the host, by module. One table: what is not here can not be called. */
export type Contract = {
  readonly errors: typeof errorsContract;
  readonly instruments: typeof instrumentsContract;
  readonly maintenance: typeof maintenanceContract;
  readonly messages: typeof messagesContract;
  readonly people: typeof peopleContract;
  readonly reports: typeof reportsContract;
  readonly system: typeof systemContract;
  readonly troubleshooting: typeof troubleshootingContract;
  readonly wire: typeof wireContract;
  readonly cases: typeof casesContract;
  readonly sop: typeof sopContract;
  readonly calibration: typeof calibrationContract;
  readonly cytometry: typeof cytometryContract;
  readonly microscopy: typeof microscopyContract;
  readonly processing: typeof processingContract;
  readonly support: typeof supportContract;
  readonly definitions: typeof definitionsContract;
  readonly sync: typeof syncContract;
  readonly joining: typeof joiningContract;
  readonly scanner: typeof scannerContract;
};

/** The table itself. Its type is written down: inferred, it is longer than the compiler writes out. */
export const contract: Contract = {
  errors: errorsContract,
  instruments: instrumentsContract,
  maintenance: maintenanceContract,
  messages: messagesContract,
  people: peopleContract,
  reports: reportsContract,
  system: systemContract,
  troubleshooting: troubleshootingContract,
  wire: wireContract,
  cases: casesContract,
  sop: sopContract,
  calibration: calibrationContract,
  cytometry: cytometryContract,
  microscopy: microscopyContract,
  processing: processingContract,
  support: supportContract,
  definitions: definitionsContract,
  sync: syncContract,
  joining: joiningContract,
  scanner: scannerContract,
};

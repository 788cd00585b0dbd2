import { calibrationContract } from './calibration/contract.ts';
import { casesContract } from './cases/contract.ts';
import { cytometryContract } from './cytometry/contract.ts';
import { definitionsContract } from './definitions/contract.ts';
import { errorsContract } from './errors/contract.ts';
import { instrumentsContract } from './instruments/contract.ts';
import { maintenanceContract } from './maintenance/contract.ts';
import { messagesContract } from './messages/contract.ts';
import { microscopyContract } from './microscopy/contract.ts';
import { peopleContract } from './people/contract.ts';
import { processingContract } from './processing/contract.ts';
import { reportsContract } from './reports/contract.ts';
import { sopContract } from './sop/contract.ts';
import { supportContract } from './support/contract.ts';
import { systemContract } from './system/contract.ts';
import { troubleshootingContract } from './troubleshooting/contract.ts';
import { wireContract } from './wire/contract.ts';

/** Every call the page can make of the host, by module. One table: what is not here can not be called. */
export const contract = {
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
};
export type Contract = typeof contract;

import { runAbandoned, runFinished, runHandedOver, runRecords, runSigned, runStarted } from './run-records.ts';
import { officeTaken, versionRecords } from './version-records.ts';

/** Every record of this module. A released body never changes: raise its version and add an upcast. */
export const sopRecords = [...versionRecords, officeTaken, ...runRecords] as const;

/** Records that are lines of an instrument's story; the steps in between are the run's own. */
export const sopStory = [runStarted, runHandedOver, runFinished, runSigned, runAbandoned] as const;

import { sessionsContract } from './sessions-contract.ts';
import { standardsContract } from './standards-contract.ts';
import { factorsContract, monthsContract, proceduresContract, verificationContract } from './verification-contract.ts';

/** Calibration: what was calibrated against what, verified when, and with which factors. */
export const calibrationContract = {
  sessions: sessionsContract,
  verification: verificationContract,
  procedures: proceduresContract,
  factors: factorsContract,
  months: monthsContract,
  standards: standardsContract,
};

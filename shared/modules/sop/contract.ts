import {
  copiesContract,
  filesContract,
  libraryContract,
  numbersContract,
  requestsContract,
} from './library-contract.ts';
import { runsContract } from './run-contract.ts';
import { readingsContract, versionsContract } from './version-contract.ts';

/** SOPs: written, approved, read, and run step by step. */
export const sopContract = {
  library: libraryContract,
  versions: versionsContract,
  readings: readingsContract,
  requests: requestsContract,
  numbers: numbersContract,
  copies: copiesContract,
  files: filesContract,
  runs: runsContract,
};

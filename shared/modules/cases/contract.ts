import { caseCalls } from './case-contract.ts';
import { momentCalls } from './moment-contract.ts';
import { installationCalls, noticeCalls } from './project-contract.ts';
import { decontaminationCalls, visitCalls } from './visit-contract.ts';

/** Cases, and what is done around them: visits, certificates, installations, notices, and the state at a past moment. */
export const casesContract = {
  ...caseCalls,
  visits: visitCalls,
  decontaminations: decontaminationCalls,
  installations: installationCalls,
  notices: noticeCalls,
  moment: momentCalls,
};

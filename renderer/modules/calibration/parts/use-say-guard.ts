import type { GuardFact } from '../../../../shared/modules/calibration/sessions-contract.ts';
import { useSay } from '../../../i18n/say.ts';

/** What stands before the question whether to calibrate at all, as a sentence. */
export function useSayGuard(): (fact: GuardFact) => string {
  const say = useSay();
  return ({ code, data }) => say(`calibration.guard.${code}`, data);
}

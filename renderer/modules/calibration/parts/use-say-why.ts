import type { ProcedureTerms, Why } from '../../../../shared/modules/calibration/terms.ts';
import { useSay } from '../../../i18n/say.ts';

interface Cause {
  readonly code: Why;
  readonly subject: string;
}

/** Why something could not be judged or failed, as sentences; a parameter is called by its label. */
export function useSayWhy(terms: Pick<ProcedureTerms, 'parameters' | 'preconditions'>) {
  const say = useSay();
  const nameOf = (subject: string) =>
    terms.parameters.find(({ key }) => key === subject)?.label ??
    terms.preconditions.find(({ key }) => key === subject)?.label ??
    subject;
  return (whys: readonly Cause[]): string[] => [
    ...new Set(whys.map(({ code, subject }) => say(`calibration.why.${code}`, { subject: nameOf(subject) }))),
  ];
}

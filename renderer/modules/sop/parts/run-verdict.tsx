import { useTranslation } from 'react-i18next';
import { freezeStep, judgeAnswer, readDecimal } from '../../../../shared/modules/sop/rules-answer.ts';
import type { Step, StepEntry, Verdict, Why } from '../../../../shared/modules/sop/terms.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import { toneOfVerdict } from '../../../ui/verdict-tone.ts';

interface VerdictMarkProps {
  readonly verdict: Verdict;
  readonly why: Why;
  readonly look?: 'line' | 'chip';
}

/** PASS, FAIL or CANNOT EVALUATE, and why it is no pass. */
export function VerdictMark({ verdict, why, look = 'chip' }: VerdictMarkProps) {
  const { t } = useTranslation('sop');
  return (
    <StateMark tone={toneOfVerdict[verdict]} look={look}>
      {[t(`run.verdict.${verdict}`), why === '' ? '' : t(`run.why.${why}`)].filter(Boolean).join(': ')}
    </StateMark>
  );
}

/** The verdict on what stands in the field, at once; nothing while there is nothing to judge yet. */
export function TypedVerdict({ step, entry }: { readonly step: Step; readonly entry: StepEntry }) {
  const isNumber = step.kind === 'number' || step.kind === 'reading';
  const value = entry.value?.trim() ?? '';
  if (value === '' || (isNumber && entry.reading === null && readDecimal(value) === null)) {
    return null;
  }
  const { verdict, why } = judgeAnswer(freezeStep(step), entry);
  return verdict === null ? null : <VerdictMark verdict={verdict} why={why} />;
}

import { useTranslation } from 'react-i18next';
import type { Session } from '../../../../shared/modules/calibration/sessions-contract.ts';
import { Banner } from '../../../ui/banner.tsx';
import { toneOfVerdict } from '../../../ui/verdict-tone.ts';
import { type StepKey, stepsOf } from './session-steps.tsx';
import { useSayWhy } from './use-say-why.ts';

/** Where in the session a person is, how this step stands, why, and what it wants. */
export function StepHeading({ session, step }: { readonly session: Session; readonly step: StepKey }) {
  const { t } = useTranslation('calibration');
  const sayWhy = useSayWhy(session.terms);
  const steps = stepsOf(session);
  const section = session.judgement.sections.find(({ key }) => key === step);
  const title = `${t('step.title', { at: steps.indexOf(step) + 1, count: steps.length })}: ${t(`step.${step}`)}`;
  const isJudged = section !== undefined && (section.isStarted || section.verdict === 'pass');
  return (
    <Banner
      tone={isJudged ? toneOfVerdict[section.verdict] : 'info'}
      title={isJudged ? `${title}. ${t(`verdict.${section.verdict}`)}` : title}
    >
      <p>{t(`step.hint.${step}`)}</p>
      {isJudged && sayWhy(section.whys).map((why) => <p key={why}>{why}</p>)}
    </Banner>
  );
}

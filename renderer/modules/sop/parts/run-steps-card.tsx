import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunStep, RunView } from '../../../../shared/modules/sop/run-contract.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { toneOfVerdict } from '../../../ui/verdict-tone.ts';
import styles from './run-steps-card.module.css';
import { hasContent, outcomeText, stepTitle } from './run-text.ts';
import { toneOfStep } from './run-tones.ts';
import { atEnd } from './run-way.ts';

interface RunStepsCardProps {
  readonly run: RunView;
  readonly shown: string;
  readonly onGo: (at: string) => void;
}

/** All steps on the way, how each stands, and the way to each of them. */
export const RunStepsCard = memo(function RunStepsCard({ run, shown, onGo }: RunStepsCardProps) {
  const { t } = useTranslation('sop');
  return (
    <Card title={t('run.steps.title')}>
      <ol className={styles.steps}>
        {run.steps.map((each, index) => (
          <li key={each.at} className={styles.step} aria-current={each.at === shown ? 'step' : undefined}>
            <Button look="quiet" onPress={() => onGo(each.at)} isWide>
              <span className={styles.line}>
                <span className={styles.name}>
                  {index + 1}. {stepTitle(each)}
                </span>
                <StepMark each={each} />
              </span>
            </Button>
          </li>
        ))}
        {!run.isWayKnown && <li className={styles.more}>{t('run.steps.mayGrow')}</li>}
        <li className={styles.step} aria-current={shown === atEnd ? 'step' : undefined}>
          <Button look="quiet" onPress={() => onGo(atEnd)} isWide>
            <span className={styles.name}>{t('run.steps.end')}</span>
          </Button>
        </li>
      </ol>
    </Card>
  );
});

function StepMark({ each }: { readonly each: RunStep }) {
  const { t } = useTranslation('sop');
  const { answer, draft, status } = each;
  if (hasContent(draft) && answer === null) {
    return (
      <StateMark tone={draft.isRecovered ? 'attention' : 'info'}>
        {t(draft.isRecovered ? 'run.steps.recovered' : 'run.steps.begun')}
      </StateMark>
    );
  }
  const verdict = answer?.verdict ?? null;
  return (
    <StateMark tone={verdict === null ? toneOfStep[status] : toneOfVerdict[verdict]}>
      {status === 'open' ? t('run.steps.open') : outcomeText(each, t)}
    </StateMark>
  );
}

import { useTranslation } from 'react-i18next';
import type { Session } from '../../../../shared/modules/calibration/sessions-contract.ts';
import type { Section, SectionKey } from '../../../../shared/modules/calibration/terms.ts';
import { Card } from '../../../ui/card.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { toneOfVerdict } from '../../../ui/verdict-tone.ts';
import styles from './calibration.module.css';

export type StepKey = SectionKey | 'sign';

/** The steps of this session in their order; what the procedure does without is left out unless something is in it. */
export function stepsOf(session: Session): StepKey[] {
  const sections = session.judgement.sections.filter(({ isNeeded, isStarted }) => isNeeded || isStarted);
  return [...sections.map(({ key }) => key), 'sign'];
}

/** The step after this one. */
export function stepAfter(session: Session, step: StepKey): StepKey {
  const steps = stepsOf(session);
  return steps[steps.indexOf(step) + 1] ?? 'sign';
}

interface SessionStepsProps {
  readonly session: Session;
  readonly at: StepKey;
  readonly onGo: (step: StepKey) => void;
}

/** All steps with how each stands. Each can be opened at any time: nothing blocks recording. */
export function SessionSteps({ session, at, onGo }: SessionStepsProps) {
  const { t } = useTranslation('calibration');
  const steps = stepsOf(session);
  const sectionOf = (key: StepKey) => session.judgement.sections.find((section) => section.key === key);
  return (
    <Card title={t('step.title', { at: steps.indexOf(at) + 1, count: steps.length })}>
      <nav className={styles.steps} aria-label={t('step.label')}>
        {steps.map((key, index) => (
          <button
            key={key}
            type="button"
            className={styles.step}
            aria-current={key === at ? 'step' : undefined}
            onClick={() => onGo(key)}
          >
            <span>
              {index + 1}. {t(`step.${key}`)}
            </span>
            <StepState section={sectionOf(key)} />
          </button>
        ))}
      </nav>
    </Card>
  );
}

function StepState({ section }: { readonly section: Section | undefined }) {
  const { t } = useTranslation('calibration');
  if (section === undefined) {
    return null;
  }
  return section.isStarted || section.verdict === 'pass' ? (
    <StateMark tone={toneOfVerdict[section.verdict]}>{t(`verdict.${section.verdict}`)}</StateMark>
  ) : (
    <StateMark tone="not-set-up">{t('step.notStarted')}</StateMark>
  );
}

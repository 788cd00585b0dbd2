import { useTranslation } from 'react-i18next';
import type { PlainStep, Step } from '../../../../shared/modules/sop/terms.ts';
import { Banner } from '../../../ui/banner.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { numberOf } from './editor-steps.ts';
import { useStepLines } from './version-step-text.ts';
import styles from './version-step-view.module.css';

interface StepViewProps {
  readonly step: Step | PlainStep;
  /** The whole list it stands in: its number, and where its ways lead. */
  readonly steps: readonly Step[];
}

/** One step as it reads: its safety line above it, what is asked, the limits beside it and where they are from. */
export function StepView({ step, steps }: StepViewProps) {
  const { t } = useTranslation('sop');
  const lines = useStepLines()(step, steps);
  const isHazard = step.kind === 'hazard';
  return (
    <div className={styles.step}>
      {step.safety !== '' && (
        <Banner tone="attention" title={t('editor.safety')}>
          {step.safety}
        </Banner>
      )}
      <p className={styles.head}>
        <span className={styles.number}>{numberOf(steps, step.key)}</span>
        <span className={styles.title}>{step.title === '' ? t('editor.untitled') : step.title}</span>
      </p>
      <p className={styles.kind}>
        <span>{t(`editor.kinds.${step.kind}`)}</span>
        {!step.isRequired && <span>{t('editor.optional')}</span>}
      </p>
      {step.instruction !== '' && <p className={styles.instruction}>{step.instruction}</p>}
      {lines.length > 0 &&
        (isHazard ? (
          <ul className={styles.hazards}>
            {lines.map((line) => (
              <li key={line}>
                <StateMark tone="attention" look="chip">
                  {line}
                </StateMark>
              </li>
            ))}
          </ul>
        ) : (
          <ul className={styles.lines}>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        ))}
      {step.source !== '' && (
        <p className={styles.source}>
          {t('version.source')}: {step.source}
        </p>
      )}
      {step.adapt !== '' && (
        <StateMark tone="unknown">
          {t('editor.toAdapt')}: {step.adapt}
        </StateMark>
      )}
      {step.kind === 'repeat' && step.steps.length > 0 && (
        <ol className={styles.inner}>
          {step.steps.map((inner) => (
            <li key={inner.key}>
              <StepView step={inner} steps={steps} />
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SopContent } from '../../../../shared/modules/sop/terms.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { numberOf } from './editor-steps.ts';
import styles from './version-document.module.css';
import { StepView } from './version-step-view.tsx';

interface VersionDocumentProps {
  readonly content: SopContent;
  /** The state of the version, at the head of it. */
  readonly state?: ReactNode;
  /** Offered at each step where a person may ask for a change. */
  readonly onDiffer?: (stepKey: string) => void;
}

const parts = ['purpose', 'scope', 'materials', 'safety', 'references'] as const;

/** Everything a version says, as it is read. */
export function VersionDocument({ content, state, onDiffer }: VersionDocumentProps) {
  const { t } = useTranslation('sop');
  return (
    <Card title={t('version.text')} {...(state === undefined ? {} : { action: state })}>
      <div className={styles.document}>
        {parts.map(
          (part) =>
            content[part] !== '' && (
              <section key={part} className={styles.part}>
                <h3>{t(`editor.${part}`)}</h3>
                <p className={styles.text}>{content[part]}</p>
              </section>
            ),
        )}
        <section className={styles.part}>
          <h3>{t('version.runRules')}</h3>
          <p className={styles.text}>
            {[
              ...(content.needsSignature ? [t('version.signedRun')] : []),
              ...(content.needsReview ? [t('version.reviewedRun')] : []),
              t('version.reviewedEvery', { count: content.reviewEveryMonths }),
            ].join(' ')}
          </p>
        </section>
        <section className={styles.part}>
          <h3>{t('editor.steps')}</h3>
          {content.steps.length === 0 && <p>{t('version.noSteps')}</p>}
          <ol className={styles.steps}>
            {content.steps.map((step) => (
              <li key={step.key} className={styles.step}>
                <div className={styles.asked}>
                  <StepView step={step} steps={content.steps} />
                </div>
                {onDiffer !== undefined && (
                  <Button
                    look="quiet"
                    aria-label={t('version.differAt', { number: numberOf(content.steps, step.key) })}
                    onPress={() => onDiffer(step.key)}
                  >
                    {t('version.differ')}
                  </Button>
                )}
              </li>
            ))}
          </ol>
        </section>
      </div>
    </Card>
  );
}

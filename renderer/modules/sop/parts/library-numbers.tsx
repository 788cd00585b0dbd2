import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { NumberLink } from '../../../../shared/modules/sop/library-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Button } from '../../../ui/button.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark, type Tone } from '../../../ui/state-mark.tsx';

const toneOf: Readonly<Record<NumberLink['state'], Tone>> = {
  same: 'good',
  differs: 'attention',
  'not-found': 'unknown',
  'no-runs': 'not-set-up',
  'no-number': 'unknown',
};

/** Numbers of the procedure beside what the plan or the practice has (CC4). */
export function NumberRows({ links }: { readonly links: readonly NumberLink[] }) {
  const { t } = useTranslation('sop');
  const { may } = useSession();
  const apply = useMutation(useApi().sop.numbers.apply.mutationOptions());
  return (
    <>
      <ul className={styles.rows}>
        {links.map((link) => {
          const { plan } = link;
          return (
            <li key={`${link.stepKey} ${plan?.planId ?? ''}`} className={styles.withAction}>
              <span className={styles.words}>
                <span className={styles.main}>
                  <StateMark tone={toneOf[link.state]}>{t(`numbers.state.${link.state}`)}</StateMark>
                  <span className={styles.text}>{link.stepTitle}</span>
                </span>
                <span className={styles.rest}>
                  {link.prescribed !== '' && (
                    <span>{t('numbers.asks', { value: link.prescribed, unit: link.unit }).trim()}</span>
                  )}
                  {link.found !== '' && <span>{t('numbers.found', { value: link.found })}</span>}
                  {plan !== null && <span>{`${plan.title}, ${plan.instrumentName}`}</span>}
                  {link.isAsked && <span>{t('numbers.isAsked')}</span>}
                </span>
                {link.runs.length > 0 && (
                  <span className={styles.rest}>
                    {link.runs.map((run) => (
                      <span key={run.runId}>
                        {t('numbers.run', { on: formatCivilDay(run.on), value: run.value, by: run.by })}
                      </span>
                    ))}
                  </span>
                )}
              </span>
              {link.canApply && plan !== null && may('maintenance.plan') && (
                <Button
                  aria-label={t('numbers.applyOf', { plan: plan.title })}
                  isPending={apply.isPending}
                  onPress={() => apply.mutate({ sopId: link.sopId, stepKey: link.stepKey, planId: plan.planId })}
                >
                  {t('numbers.apply')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <MutationError mutation={apply} />
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../../app/button-link.tsx';
import { useApi, useCards } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './open-runs.module.css';

/** Guided steps that were begun and not ended: the way back to them. Nothing while there are none. */
export function OpenRuns() {
  const { t } = useTranslation('bench');
  const cards = useCards();
  const runs = useQuery(useApi().troubleshooting.openRuns.queryOptions()).data ?? [];
  if (runs.length === 0) {
    return null;
  }
  const nameOf = (id: string) => cards.data?.find((card) => card.id === id)?.name ?? '';
  return (
    <Card title={t('runs.title')}>
      <ul className={styles.runs}>
        {runs.map((run) => (
          <li key={run.runId} className={styles.run}>
            <span>
              {nameOf(run.instrumentId)}: {run.title} · {t('runs.step', { number: run.stepNumber })} ·{' '}
              <TimeText at={run.savedAt} />
            </span>
            <ButtonLink to="/runs/$runId" params={{ runId: run.runId }}>
              {t('runs.continue')}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </Card>
  );
}

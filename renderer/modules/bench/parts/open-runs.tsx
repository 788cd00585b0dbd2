import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../../app/button-link.tsx';
import { useApi, useCards } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './open-runs.module.css';

/** More than this are in their own list. */
const shownProcedures = 5;

/** Guided steps and procedures that were begun and not ended: the way back to them. Nothing while there are none. */
export function OpenRuns() {
  const { t } = useTranslation('bench');
  const cards = useCards();
  const api = useApi();
  const runs = useQuery(api.troubleshooting.openRuns.queryOptions()).data ?? [];
  const procedures =
    useQuery(
      api.sop.runs.list.queryOptions({
        input: { sopId: null, instrumentId: null, states: ['started', 'paused'], limit: shownProcedures + 1 },
      }),
    ).data ?? [];
  if (runs.length === 0 && procedures.length === 0) {
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
        {procedures.slice(0, shownProcedures).map((run) => (
          <li key={run.runId} className={styles.run}>
            <span>
              {run.instrumentName === '' ? run.title : `${run.instrumentName}: ${run.title}`}
              {run.handedOverTo !== null && ` · ${t('runs.handedOver')}`}
              {run.recoveredCount > 0 && ` · ${t('runs.recovered')}`} · <TimeText at={run.changedAt} />
            </span>
            <ButtonLink to="/procedures/runs/$runId" params={{ runId: run.runId }}>
              {t('runs.continue')}
            </ButtonLink>
          </li>
        ))}
      </ul>
      {procedures.length > shownProcedures && (
        <div>
          <ButtonLink to="/procedures/runs" look="quiet">
            {t('runs.all')}
          </ButtonLink>
        </div>
      )}
    </Card>
  );
}

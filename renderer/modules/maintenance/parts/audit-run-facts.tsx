import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AuditRun } from '../../../../shared/modules/maintenance/audit-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import styles from '../../../ui/rows.module.css';
import { TimeText } from '../../../ui/time-text.tsx';

/** Runs shown below the last one. */
const EARLIER = 10;

interface AuditRunFactsProps {
  readonly run: AuditRun | null;
  readonly nextAt: string | null;
}

/** When it ran last, why, when it runs next, and what the runs before found. */
export function AuditRunFacts({ run, nextAt }: AuditRunFactsProps) {
  const { t } = useTranslation('selfAudit');
  const history = useQuery(useApi().maintenance.audit.history.queryOptions({ input: { limit: EARLIER + 1 } }));
  const earlier = history.data?.filter((each) => each.runId !== run?.runId).slice(0, EARLIER) ?? [];
  return (
    <>
      <Card title={t('lastRun')}>
        <KeyValue
          rows={[
            ...(run === null
              ? [{ label: t('lastRun'), value: <TimeText at={null} /> }]
              : [
                  { label: t('lastRun'), value: <TimeText at={run.at} look="full" /> },
                  { label: t('runBy'), value: describeCause(run) },
                  { label: t('version'), value: t('versionOf', { version: run.rulesVersion }) },
                ]),
            { label: t('nextAt'), value: nextAt === null ? t('notPlanned') : <TimeText at={nextAt} look="full" /> },
          ]}
        />
      </Card>
      {earlier.length > 0 && (
        <Card title={t('history')}>
          <ul className={styles.plain}>
            {earlier.map((each) => (
              <li key={each.runId}>
                <TimeText at={each.at} />:{' '}
                {each.findingCount === 0
                  ? t('historyClean')
                  : t('historyLine', {
                      deficiencies: each.deficiencyCount,
                      risks: each.findingCount - each.deficiencyCount,
                    })}
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );

  function describeCause(of: AuditRun): string {
    return [
      of.cause === 'asked' ? of.actor : '',
      t(`cause.${of.cause}`),
      of.missedNights > 0 ? t('missed', { count: of.missedNights }) : '',
    ]
      .filter(Boolean)
      .join(', ');
  }
}

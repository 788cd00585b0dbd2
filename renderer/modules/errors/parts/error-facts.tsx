import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ErrorDetail } from '../../../../shared/modules/errors/contract.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './error-evidence.module.css';

/** When, how often, how it came here, and everything that happened to it since. */
export function ErrorFacts({ error }: { readonly error: ErrorDetail }) {
  const { t } = useTranslation('errors');
  return (
    <>
      {error.runs.length > 0 && (
        <Card title={t('error.runs')}>
          <ul className={styles.history}>
            {error.runs.map((run) => (
              <li key={run.runId}>
                <Link to="/runs/$runId" params={{ runId: run.runId }} className={styles.run}>
                  <TimeText at={run.startedAt} /> {t(`error.runState.${run.state as 'started'}`)}
                </Link>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card title={t('error.facts')}>
        <KeyValue
          rows={[
            { label: t('error.how'), value: t(`origin.${error.origin}`) },
            { label: t('error.raised'), value: <TimeText at={error.raisedAt} look="full" /> },
            { label: t('error.times'), value: error.raisedCount },
            { label: t('error.lastRaised'), value: <TimeText at={error.lastRaisedAt} look="full" /> },
            ...(error.resolvedAt === null
              ? []
              : [
                  { label: t('error.closed'), value: <TimeText at={error.resolvedAt} look="full" /> },
                  { label: t('error.done'), value: error.resolution },
                ]),
          ]}
        />
        <ButtonLink
          to="/open-case"
          search={{
            origin: 'error',
            linkKind: 'error',
            linkId: error.id,
            instrumentId: error.instrumentId,
            title: [error.code, error.text || error.book?.title].filter(Boolean).join(' ').slice(0, 200),
            happenedAt: error.raisedAt,
          }}
        >
          {t('error.openCase')}
        </ButtonLink>
      </Card>
      <Card title={t('error.history')}>
        <ol className={styles.history}>
          {error.history.map((line) => (
            <li key={`${line.at} ${line.type} ${line.text}`}>
              <TimeText at={line.at} look="log" /> {line.text}{' '}
              <span className={styles.actor}>{t('error.historyLine', { actor: line.actor })}</span>
            </li>
          ))}
        </ol>
      </Card>
    </>
  );
}

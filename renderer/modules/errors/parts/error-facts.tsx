import { useTranslation } from 'react-i18next';
import type { ErrorDetail } from '../../../../shared/modules/errors/contract.ts';
import { useSay } from '../../../i18n/say.ts';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './error-evidence.module.css';
import { toneOfSeverity } from './severity-tone.ts';

/** When, how often, how it came here, and everything that happened to it since. */
export function ErrorFacts({ error }: { readonly error: ErrorDetail }) {
  const { t } = useTranslation('errors');
  const say = useSay();
  return (
    <>
      <Card title={t('error.state')}>
        <StateMark tone={error.state === 'resolved' ? 'info' : toneOfSeverity[error.severity]} look="chip">
          {t(`severity.${error.severity}`)}, {say(`errors.state.${error.state}`)}
        </StateMark>
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
      </Card>
      <Card title={t('error.history')}>
        <ol className={styles.history}>
          {error.history.map((line) => (
            <li key={`${line.at} ${line.type}`}>
              <TimeText at={line.at} /> {line.text}{' '}
              <span className={styles.actor}>{t('error.historyLine', { actor: line.actor })}</span>
            </li>
          ))}
        </ol>
      </Card>
    </>
  );
}

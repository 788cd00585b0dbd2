import { useTranslation } from 'react-i18next';
import type { GuideRun } from '../../../../shared/modules/troubleshooting/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import { KeptPhoto } from '../../../ui/kept-photo.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './answers-card.module.css';

interface AnswersCardProps {
  readonly answers: GuideRun['answers'];
  readonly isOver: boolean;
}

/** What was answered so far, oldest first; answers that were gone back on stay in the record. */
export function AnswersCard({ answers, isOver }: AnswersCardProps) {
  const { t } = useTranslation('troubleshooting');
  const api = useApi();
  return (
    <Card title={t(isOver ? 'answersAll' : 'answers')}>
      {answers.length === 0 && <p>{t('noAnswers')}</p>}
      <ol className={styles.answers}>
        {answers.map((answer) => (
          <li key={`${answer.stepId} ${answer.answeredAt}`}>
            <p>{answer.ask}</p>
            <p className={styles.value}>
              {answer.kind === 'confirm' ? t(`answer.${answer.value as 'yes'}`) : answer.shown}
            </p>
            {answer.safety !== '' && <p className={styles.who}>{t('safetyWas', { safety: answer.safety })}</p>}
            {answer.limitSource !== '' && (
              <p className={styles.who}>
                {t('limits.was', { low: answer.low ?? '', high: answer.high ?? '', source: answer.limitSource })}
              </p>
            )}
            {answer.note !== '' && <p>{t('noteWas', { note: answer.note })}</p>}
            {answer.photo !== null && (
              <KeptPhoto
                name={answer.photo.name}
                query={api.troubleshooting.photo.queryOptions({ input: { sha256: answer.photo.sha256 } })}
              />
            )}
            {(answer.withinLimits === 'no' || answer.withinLimits === 'cannot-evaluate') && (
              <StateMark tone={answer.withinLimits === 'no' ? 'attention' : 'unknown'}>
                {t(`within.${answer.withinLimits}`)}
              </StateMark>
            )}
            <p className={styles.who}>
              <TimeText at={answer.answeredAt} look="time" /> {answer.actor}
            </p>
          </li>
        ))}
      </ol>
    </Card>
  );
}

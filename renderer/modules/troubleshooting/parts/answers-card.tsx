import { useTranslation } from 'react-i18next';
import type { GuideRun } from '../../../../shared/modules/troubleshooting/contract.ts';
import { Card } from '../../../ui/card.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import { AnswerPhoto } from './answer-photo.tsx';
import styles from './answers-card.module.css';

interface AnswersCardProps {
  readonly answers: GuideRun['answers'];
  readonly isOver: boolean;
}

/** What was answered so far, oldest first; answers that were gone back on stay in the record. */
export function AnswersCard({ answers, isOver }: AnswersCardProps) {
  const { t } = useTranslation('troubleshooting');
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
            {answer.note !== '' && <p>{t('noteWas', { note: answer.note })}</p>}
            {answer.photo !== null && <AnswerPhoto photo={answer.photo} />}
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

import { useTranslation } from 'react-i18next';
import type { RunStep, RunView } from '../../../../shared/modules/sop/run-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { readableTest } from '../../../i18n/readable-test.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { Card } from '../../../ui/card.tsx';
import { KeptPhoto } from '../../../ui/kept-photo.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import styles from './run-page.module.css';
import { limitsText, outcomeText, spanText, stepText, stepTitle } from './run-text.ts';
import { VerdictMark } from './run-verdict.tsx';

/** Every step with what was put in, its limits, its verdict, who, when, how long, and what stood there before. */
export function RunAnswersCard({ run }: { readonly run: RunView }) {
  const { t } = useTranslation('sop');
  const loose = run.deviations.filter(({ at }) => at === null);
  return (
    <Card title={t('run.over.answers')}>
      <ol className={styles.answers}>
        {run.steps.map((each) => (
          <Answer key={each.at} each={each} />
        ))}
      </ol>
      {loose.map(({ hash, what, reason, by, notedAt }) => (
        <p key={hash}>
          <StateMark tone="attention">{what}</StateMark>{' '}
          {t('run.deviation.because', { reason, name: by, at: formatInstant(notedAt, 'minutes') })}
        </p>
      ))}
    </Card>
  );
}

function Answer({ each }: { readonly each: RunStep }) {
  const { t } = useTranslation('sop');
  const api = useApi().sop.runs;
  const { step, answer, earlier, deviations } = each;
  return (
    <li>
      <p>{stepTitle(each)}</p>
      <p className={styles.state}>
        <span className={styles.value}>{outcomeText(each, t)}</span>
        {answer?.verdict != null && <VerdictMark verdict={answer.verdict} why={answer.why} look="line" />}
        <span className={styles.who}>{limitsText(step, t)}</span>
      </p>
      {answer !== null && (
        <p className={styles.who}>
          {[
            t('run.step.answeredBy', { name: answer.by, at: formatInstant(answer.answeredAt, 'seconds') }),
            answer.tookSeconds === null ? '' : t('run.over.took', { span: spanText(answer.tookSeconds) }),
            answer.reading === null
              ? ''
              : t('run.reading.from', {
                  test: readableTest(answer.reading.test),
                  at: formatInstant(answer.reading.at, 'seconds'),
                }),
            answer.isRecovered ? t('run.recovered.mark') : '',
            answer.clock === 'stepped' ? t('run.clock.stepped') : '',
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      )}
      {answer !== null && answer.note !== '' && <p>{t('run.over.noteWas', { note: answer.note })}</p>}
      {answer?.photo != null && (
        <KeptPhoto
          name={answer.photo.name}
          query={api.photo.queryOptions({ input: { sha256: answer.photo.sha256 } })}
        />
      )}
      {earlier.map((old) => (
        <p key={old.hash} className={styles.who}>
          {t('run.step.before', {
            value: stepText(step, old, t) || t('run.over.empty'),
            name: old.by,
            at: formatInstant(old.answeredAt, 'seconds'),
          })}
        </p>
      ))}
      {answer !== null && answer.reason !== '' && (
        <p className={styles.who}>{t('run.over.changedBecause', { reason: answer.reason })}</p>
      )}
      {deviations.map(({ hash, what, reason, by, notedAt }) => (
        <p key={hash}>
          <StateMark tone="attention">{t('run.deviation.line', { what })}</StateMark>{' '}
          {t('run.deviation.because', { reason, name: by, at: formatInstant(notedAt, 'minutes') })}
        </p>
      ))}
    </li>
  );
}

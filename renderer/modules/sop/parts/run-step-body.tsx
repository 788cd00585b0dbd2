import { useTranslation } from 'react-i18next';
import type { RunStep, RunView } from '../../../../shared/modules/sop/run-contract.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { StepField } from './run-field.tsx';
import styles from './run-step.module.css';
import { stepText } from './run-text.ts';
import type { StepWork } from './use-step-draft.ts';

interface RunStepBodyProps {
  readonly run: RunView;
  readonly current: RunStep;
  readonly work: StepWork;
  readonly isBench: boolean;
  readonly isChange: boolean;
  readonly reason: string;
  readonly onReason: (reason: string) => void;
}

/** A title of more letters than this is set smaller in bench mode, so that it and its field stay on one screen. */
const longTitle = 60;

/** Number, safety in its own box, what is asked, the field with its limits beside it (design.md, Procedure run). */
export function RunStepBody(props: RunStepBodyProps) {
  const { run, current, work, isBench } = props;
  const { t } = useTranslation('sop');
  const { step, item, itemName, itemCount } = current;
  const number = run.steps.indexOf(current) + 1;
  const isBlocked = current.status === 'blocked';
  return (
    <div
      className={styles.step}
      data-bench={isBench || undefined}
      data-is-long={step.title.length > longTitle || undefined}
    >
      <div className={styles.top}>
        <p className={styles.progress}>
          {t(run.isWayKnown ? 'run.step.progress' : 'run.step.progressAtLeast', { number, count: run.steps.length })}
        </p>
        {item !== null && (
          <p className={styles.progress}>
            {t('run.step.item', { name: itemName, number: item, count: itemCount ?? item })}
          </p>
        )}
      </div>
      {step.safety !== '' && (
        <Banner tone="attention" title={t('run.step.safety')}>
          {step.safety}
        </Banner>
      )}
      <h2 className={styles.title}>{step.title}</h2>
      {step.instruction !== '' && <p className={styles.instruction}>{step.instruction}</p>}
      {step.adapt !== '' && <StateMark tone="unknown">{t('run.step.adapt', { what: step.adapt })}</StateMark>}
      {isBlocked ? (
        <Banner tone="stop" title={t('run.hazard.isBlocked')} />
      ) : (
        <div className={styles.field}>
          {current.draft?.isRecovered === true && (
            <Banner tone="attention" title={t('run.recovered.step')}>
              <p>{t('run.recovered.check')}</p>
            </Banner>
          )}
          <StepField run={run} current={current} work={work} />
          {(!isBench || work.entry.note !== '') && (
            <TextField
              label={t('run.step.note')}
              value={work.entry.note}
              onChange={(note) => work.change({ ...work.entry, note })}
              maxLength={1000}
            />
          )}
          {props.isChange && (
            <TextField
              label={t('run.step.changeReason')}
              value={props.reason}
              onChange={props.onReason}
              isRequired
              maxLength={500}
            />
          )}
        </div>
      )}
      <StepPast current={current} />
      {!step.isRequired && <p className={styles.small}>{t('run.step.optional')}</p>}
      {step.source !== '' && <p className={styles.small}>{t('run.step.source', { source: step.source })}</p>}
    </div>
  );
}

/** Who answered it, what stood there before, and what was done otherwise. */
function StepPast({ current }: { readonly current: RunStep }) {
  const { t } = useTranslation('sop');
  const { answer, earlier, deviations, step } = current;
  return (
    <>
      {answer !== null && (
        <p className={styles.small}>
          {t('run.step.answeredBy', { name: answer.by, at: formatInstant(answer.answeredAt, 'seconds') })}
        </p>
      )}
      {earlier.map((old) => (
        <p key={old.hash} className={styles.small}>
          {t('run.step.before', {
            value: stepText(step, old, t) || t('run.over.empty'),
            name: old.by,
            at: formatInstant(old.answeredAt, 'seconds'),
          })}
        </p>
      ))}
      {current.isConflict && <StateMark tone="attention">{t('run.step.conflict')}</StateMark>}
      {deviations.map(({ hash, what, reason, by, notedAt }) => (
        <Banner key={hash} tone="attention" title={what}>
          <p>{t('run.deviation.because', { reason, name: by, at: formatInstant(notedAt, 'minutes') })}</p>
        </Banner>
      ))}
    </>
  );
}

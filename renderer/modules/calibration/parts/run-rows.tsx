import { useTranslation } from 'react-i18next';
import type { SessionRun } from '../../../../shared/modules/calibration/sessions-contract.ts';
import type { ProcedureTerms } from '../../../../shared/modules/calibration/terms.ts';
import { Button } from '../../../ui/button.tsx';
import { joinClasses } from '../../../ui/join-classes.ts';
import rowStyles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './calibration.module.css';

interface RunRowsProps {
  readonly runs: readonly SessionRun[];
  readonly terms: ProcedureTerms;
  /** Sets a run aside or takes it in again; without it they are only shown. */
  readonly onJudge?: (run: SessionRun) => void;
}

/** Every replicate of a series in the order taken. What was set aside stays in view, struck through, with its reason. */
export function RunRows({ runs, terms, onJudge }: RunRowsProps) {
  const { t } = useTranslation('calibration');
  if (runs.length === 0) {
    return <p>{t('run.none')}</p>;
  }
  return (
    <ol className={rowStyles.rows}>
      {runs.map((run) => (
        <li key={run.runId} className={rowStyles.withAction}>
          <Run run={run} terms={terms} />
          {onJudge !== undefined && (
            <Button
              look="quiet"
              aria-label={t(run.setAside.length > 0 ? 'run.changeRun' : 'run.setAsideRun', { number: run.number })}
              onPress={() => onJudge(run)}
            >
              {run.setAside.length > 0 ? t('run.change') : t('run.setAside')}
            </Button>
          )}
        </li>
      ))}
    </ol>
  );
}

function Run({ run, terms }: { readonly run: SessionRun; readonly terms: ProcedureTerms }) {
  const { t } = useTranslation('calibration');
  const labelOf = (key: string) => terms.parameters.find((parameter) => parameter.key === key)?.label ?? key;
  const isWholeAway = run.setAside.some(({ parameter }) => parameter === null);
  const isAway = (key: string) => isWholeAway || run.setAside.some(({ parameter }) => parameter === key);
  return (
    <div className={rowStyles.words}>
      <div className={rowStyles.main}>
        <span className={rowStyles.text}>{t('run.number', { number: run.number })}</span>
        {run.isDropped && <StateMark tone="info">{t('run.dropped')}</StateMark>}
        {run.setAside.length > 0 && <StateMark tone="attention">{t('run.isSetAside')}</StateMark>}
      </div>
      <div className={styles.values}>
        {run.values.map((value) => (
          <span key={value.parameter} className={joinClasses(isAway(value.parameter) && styles.away)}>
            {[labelOf(value.parameter), value.rawValue, value.unit, ...value.flags].filter(Boolean).join(' ')}
          </span>
        ))}
      </div>
      {run.setAside.map((aside) => (
        <div key={aside.hash}>
          {t('run.asideBecause', {
            what: aside.parameter === null ? t('run.whole') : labelOf(aside.parameter),
            reason: aside.reason,
            by: aside.by,
          })}
        </div>
      ))}
      <div className={rowStyles.rest}>
        <TimeText at={run.at} look="log" />
        <span>{t(`run.origin.${run.origin}`)}</span>
        {run.checksum !== '' && run.checksum !== 'ok' && <span>{t('run.checksum', { checksum: run.checksum })}</span>}
        {run.note !== '' && <span>{run.note}</span>}
        <span>{t('by', { actor: run.by })}</span>
      </div>
    </div>
  );
}

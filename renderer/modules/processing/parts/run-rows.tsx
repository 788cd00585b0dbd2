import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunRow } from '../../../../shared/modules/processing/contract.ts';
import type { CountUnit } from '../../../../shared/modules/processing/terms.ts';
import { useSay } from '../../../i18n/say.ts';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';

interface RunRowsProps {
  readonly rows: readonly RunRow[];
  readonly unit: CountUnit;
  readonly action?: (row: RunRow) => ReactNode;
}

/** Runs, newest first, with the version of their program. */
export function RunRows({ rows, unit, action }: RunRowsProps) {
  const { t } = useTranslation('processing');
  const say = useSay();
  if (rows.length === 0) return <p className={styles.muted}>{t('run.none')}</p>;
  return (
    <ul className={styles.rows}>
      {rows.map((row) => (
        <li key={row.runId} className={styles.withAction}>
          <span className={styles.words}>
            <span className={styles.main}>
              <span className={styles.text}>
                {row.programVersion === null
                  ? t('run.noProgram')
                  : t('run.version', { name: row.programName, version: row.programVersion })}
              </span>
              <span>{t('run.line', { count: row.count, unit: say(`processing.unit.${unit}`) })}</span>
              {row.outcome === 'interrupted' && (
                <StateMark tone="attention">{say('processing.outcome.interrupted')}</StateMark>
              )}
            </span>
            <span className={styles.rest}>
              <TimeText at={row.at} />
              <span>{row.by}</span>
              {row.note !== '' && <span>{row.note}</span>}
            </span>
          </span>
          {action?.(row)}
        </li>
      ))}
    </ul>
  );
}

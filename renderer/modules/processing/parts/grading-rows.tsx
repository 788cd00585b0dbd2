import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { GradingRow } from '../../../../shared/modules/processing/contract.ts';
import { useSay } from '../../../i18n/say.ts';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import { toneOfDecision, toneOfSecond } from './tones.ts';

/** Gradings, newest first; each opens. */
export function GradingRows({ rows }: { readonly rows: readonly GradingRow[] }) {
  const { t } = useTranslation('processing');
  const say = useSay();
  if (rows.length === 0) return <p className={styles.muted}>{t('grading.none')}</p>;
  return (
    <ul className={styles.rows}>
      {rows.map((row) => (
        <li key={row.gradingId}>
          <Link to="/bath-gradings/$gradingId" params={{ gradingId: row.gradingId }} className={styles.row}>
            <span className={styles.main}>
              <StateMark tone={toneOfDecision[row.decision]}>
                {say(`processing.verdict.${row.verdict}`)}, {say(`processing.decision.${row.decision}`)}
              </StateMark>
              <span className={styles.text}>{row.material}</span>
            </span>
            <span className={styles.rest}>
              <TimeText at={row.at} />
              <span>{row.by}</span>
              {row.photoCount > 0 && <span>{t('grading.pictures', { count: row.photoCount })}</span>}
              {row.second !== 'not-asked' && (
                <StateMark tone={toneOfSecond[row.second]}>{say(`processing.second.${row.second}`)}</StateMark>
              )}
              {row.hasConflict && <StateMark tone="attention">{t('conflict')}</StateMark>}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

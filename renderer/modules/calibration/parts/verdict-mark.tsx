import { useTranslation } from 'react-i18next';
import type { Verdict } from '../../../../shared/modules/calibration/terms.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import { toneOfVerdict } from '../../../ui/verdict-tone.ts';
import styles from './calibration.module.css';

interface VerdictMarkProps {
  readonly verdict: Verdict;
  /** Why, as sentences; a verdict other than a pass is never without. */
  readonly whys?: readonly string[];
  readonly look?: 'line' | 'chip';
}

/** PASS, FAIL or CANNOT EVALUATE: icon, word, and why. */
export function VerdictMark({ verdict, whys = [], look = 'line' }: VerdictMarkProps) {
  const { t } = useTranslation('calibration');
  return (
    <span className={styles.verdict}>
      <StateMark tone={toneOfVerdict[verdict]} look={look}>
        {t(`verdict.${verdict}`)}
      </StateMark>
      {whys.map((why) => (
        <span key={why} className={styles.why}>
          {why}
        </span>
      ))}
    </span>
  );
}

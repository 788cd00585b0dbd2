import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ComparisonRow } from '../../../../shared/modules/microscopy/contract.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { toneOfVerdict } from '../../../ui/verdict-tone.ts';

/** Two readers compared, newest first. */
export function ComparisonRows({ rows }: { readonly rows: readonly ComparisonRow[] }) {
  const { t } = useTranslation('microscopy');
  const say = useSay();
  return (
    <ul className={styles.rows}>
      {rows.map((row) => (
        <li key={row.comparisonId}>
          <Link
            to="/differential-comparisons/$comparisonId"
            params={{ comparisonId: row.comparisonId }}
            className={styles.row}
          >
            <span className={styles.main}>
              <StateMark tone={toneOfVerdict[row.verdict]}>{t(`verdict.${row.verdict}`)}</StateMark>
              <span className={styles.text}>{t('tab.readers', { first: row.firstBy, second: row.secondBy })}</span>
              <span>{t('tab.countOf', { slide: row.slide.shows })}</span>
            </span>
            {row.why.map((why) => (
              <span key={why}>{say(`microscopy.why.${why}`)}</span>
            ))}
            {row.isUndermined && <StateMark tone="attention">{t('tab.undermined')}</StateMark>}
            <span className={styles.rest}>{formatCivilDay(row.on)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

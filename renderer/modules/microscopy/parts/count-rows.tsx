import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CountRow } from '../../../../shared/modules/microscopy/contract.ts';
import { formatInstant } from '../../../i18n/time.ts';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';

/** Finished counts, newest first: who read what, and not what was found. */
export function CountRows({ rows }: { readonly rows: readonly CountRow[] }) {
  const { t } = useTranslation('microscopy');
  return (
    <ul className={styles.rows}>
      {rows.map((row) => (
        <li key={row.countId}>
          <Link to="/differentials/$countId" params={{ countId: row.countId }} className={styles.row}>
            <span className={styles.main}>
              <span className={styles.text}>{t('tab.countOf', { slide: row.slide.shows })}</span>
              <span>{t('tab.countedOf', { counted: row.counted, target: row.target })}</span>
              {row.isShort && <StateMark tone="attention">{t('tab.endedEarly')}</StateMark>}
            </span>
            <span className={styles.rest}>
              <span>{t('by', { actor: row.by })}</span>
              <span>{formatInstant(row.finishedAt, 'minutes')}</span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CheckRow } from '../../../../shared/modules/calibration/standards-contract.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';
import styles from '../../../ui/rows.module.css';
import { VerdictMark } from './verdict-mark.tsx';

/** Checks of one standard, newest first. */
export function CheckRows({ checks }: { readonly checks: readonly CheckRow[] }) {
  const { t } = useTranslation('calibration');
  const say = useSay();
  if (checks.length === 0) {
    return <p>{t('check.none')}</p>;
  }
  return (
    <ul className={styles.rows}>
      {checks.map((check) => (
        <li key={check.id}>
          <Link to="/standard-checks/$checkId" params={{ checkId: check.id }} className={styles.row}>
            <span className={styles.main}>
              <VerdictMark verdict={check.verdict} />
              <span className={styles.text}>{formatCivilDay(check.performedOn)}</span>
              <span>{t(`check.phase.${check.phase}`)}</span>
            </span>
            {check.why.map((why) => (
              <span key={why}>{say(`standards.why.${why}`)}</span>
            ))}
            <span className={styles.rest}>{t('by', { actor: check.actor })}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

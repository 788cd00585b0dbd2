import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { SessionRow } from '../../../../shared/modules/calibration/sessions-contract.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { VerdictMark } from './verdict-mark.tsx';

interface SessionRowsProps {
  readonly rows: readonly SessionRow[];
  /** Names the instrument of each row. */
  readonly isNamed?: boolean;
}

/** Calibrations and verifications as rows that open. */
export function SessionRows({ rows, isNamed = false }: SessionRowsProps) {
  const { t } = useTranslation('calibration');
  return (
    <ul className={styles.rows}>
      {rows.map((row) => (
        <li key={row.sessionId}>
          <Link to="/calibrations/$sessionId" params={{ sessionId: row.sessionId }} className={styles.row}>
            <span className={styles.main}>
              {row.state === 'running' ? (
                <StateMark tone="info">{t('session.running')}</StateMark>
              ) : (
                row.verdict !== null && <VerdictMark verdict={row.verdict} />
              )}
              <span className={styles.text}>{t(`session.title.${row.kind}`)}</span>
              {isNamed && <span>{row.instrumentName}</span>}
            </span>
            <span className={styles.rest}>
              <span>{t('session.openedOn', { day: formatCivilDay(row.openedOn), actor: row.openedBy })}</span>
              <span>{t(`reason.${row.reason}`)}</span>
              <span>{t('run.count', { count: row.runCount })}</span>
              {row.outcome !== null && <span>{t(`outcome.${row.outcome}`)}</span>}
              {row.state === 'closed' && <span>{t('session.toReview')}</span>}
              {row.state === 'reviewed' && <span>{t('session.reviewedBy', { actor: row.reviewedBy })}</span>}
              {row.conflictCount > 0 && <StateMark tone="attention">{t('conflict')}</StateMark>}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

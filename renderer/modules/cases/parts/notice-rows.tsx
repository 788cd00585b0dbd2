import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { NoticeRow } from '../../../../shared/modules/cases/project-contract.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';

/** Notices as rows that open; each says how many instruments here it concerns. */
export function NoticeRows({ rows }: { readonly rows: readonly NoticeRow[] }) {
  const { t } = useTranslation('notices');
  return (
    <ul className={styles.rows}>
      {rows.map((row) => (
        <li key={row.id}>
          <Link to="/notices/$noticeId" params={{ noticeId: row.id }} className={styles.row}>
            <span className={styles.main}>
              <OpenMark row={row} />
              <span>{row.number}</span>
              <span className={styles.text}>{row.title}</span>
            </span>
            <span className={styles.rest}>
              <span>{row.maker}</span>
              <span>{t(`severity.${row.severity}`)}</span>
              {row.issuedOn !== null && <span>{t('issued', { day: formatCivilDay(row.issuedOn) })}</span>}
              {row.dueOn !== null &&
                row.openCount > 0 &&
                (row.isOverdue ? (
                  <StateMark tone="attention">{t('overdue', { day: formatCivilDay(row.dueOn) })}</StateMark>
                ) : (
                  <span>{t('due', { day: formatCivilDay(row.dueOn) })}</span>
                ))}
              {row.hasConflict && <StateMark tone="attention">{t('conflict')}</StateMark>}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** How many answers are missing: none because nothing is concerned is said otherwise than all given. */
export function OpenMark({ row }: { readonly row: Pick<NoticeRow, 'openCount' | 'matches'> }) {
  const { t } = useTranslation('notices');
  if (row.openCount > 0) {
    return <StateMark tone="attention">{t('unanswered', { count: row.openCount })}</StateMark>;
  }
  const isConcerned = row.matches.some(({ verdict }) => verdict !== 'does-not-apply');
  return <StateMark tone={isConcerned ? 'good' : 'info'}>{t(isConcerned ? 'answered' : 'noMatch')}</StateMark>;
}

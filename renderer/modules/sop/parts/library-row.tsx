import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { SopRow } from '../../../../shared/modules/sop/library-contract.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { RecordMark } from '../../../ui/record-mark.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { reviewState, toneOfVersion } from './version-tones.ts';

/** One procedure: what of it is in force, and what needs someone. */
export function LibraryRow({ row }: { readonly row: SopRow }) {
  const { t } = useTranslation('sop');
  const { effective, working, sopId } = row;
  return (
    <Link to="/procedures/sops/$sopId" params={{ sopId }} className={styles.row}>
      <span className={styles.main}>
        <SopState row={row} />
        <span className={styles.text}>{`${row.code} ${row.title}`.trim()}</span>
      </span>
      <span className={styles.main}>
        <Needs row={row} />
      </span>
      <span className={styles.rest}>
        {effective !== null && (
          <>
            <span>{t('library.version', { number: effective.number })}</span>
            <span>{t('library.since', { date: formatCivilDay(effective.effectiveOn) })}</span>
            {reviewState(row) === 'later' && (
              <span>{t('library.reviewDue', { date: formatCivilDay(effective.reviewDueOn) })}</span>
            )}
            {effective.unreadCount > effective.unreadLateCount && (
              <span>{t('library.unread', { count: effective.unreadCount - effective.unreadLateCount })}</span>
            )}
          </>
        )}
        {working?.state === 'draft' && (
          <span>{t('library.working', { number: working.number, state: t(`version.waits.${working.state}`) })}</span>
        )}
        {row.openRunCount > 0 && <span>{t('library.runs', { count: row.openRunCount })}</span>}
        <RecordMark place={row.place} />
      </span>
    </Link>
  );
}

function SopState({ row }: { readonly row: SopRow }) {
  const { t } = useTranslation('sop');
  const state = row.isRetired ? 'retired' : row.effective !== null ? 'effective' : (row.working?.state ?? 'draft');
  return <StateMark tone={toneOfVersion[state]}>{t(`version.state.${state}`)}</StateMark>;
}

/** What a person has to do something about, one mark each; the same in the library and on the procedure's own page. */
export function Needs({ row }: { readonly row: SopRow }) {
  const { t } = useTranslation('sop');
  const review = reviewState(row);
  const date = formatCivilDay(row.effective?.reviewDueOn ?? '');
  const late = row.effective?.unreadLateCount ?? 0;
  return (
    <>
      {row.working !== null && row.working.state !== 'draft' && (
        <StateMark tone="info">
          {t('library.working', { number: row.working.number, state: t(`version.waits.${row.working.state}`) })}
        </StateMark>
      )}
      {review === 'overdue' && <StateMark tone="stop">{t('library.reviewOverdue', { date })}</StateMark>}
      {review === 'soon' && <StateMark tone="attention">{t('library.reviewSoon', { date })}</StateMark>}
      {row.conflictCount > 0 && <StateMark tone="attention">{t('library.conflict')}</StateMark>}
      {row.differenceCount > 0 && (
        <StateMark tone="attention">{t('library.differences', { count: row.differenceCount })}</StateMark>
      )}
      {late > 0 && <StateMark tone="attention">{t('library.unreadLate', { count: late })}</StateMark>}
      {row.openRequestCount > 0 && (
        <StateMark tone="attention">{t('library.requests', { count: row.openRequestCount })}</StateMark>
      )}
    </>
  );
}

import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunRow } from '../../../../shared/modules/sop/run-contract.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { RecordMark } from '../../../ui/record-mark.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { toneOfRun } from './run-tones.ts';
import { VerdictMark } from './run-verdict.tsx';

/** Runs as rows that open: how each stands, and where its record is. */
export function RunRows({ rows }: { readonly rows: readonly RunRow[] }) {
  const { t } = useTranslation('sop');
  return (
    <ul className={styles.rows} aria-label={t('run.list.label')}>
      {rows.map((row) => (
        <RunListRow key={row.runId} row={row} />
      ))}
    </ul>
  );
}

const RunListRow = memo(function RunListRow({ row }: { readonly row: RunRow }) {
  const { t } = useTranslation('sop');
  const { runId, state } = row;
  return (
    <li>
      <Link to="/procedures/runs/$runId" params={{ runId }} className={styles.row}>
        <span className={styles.main}>
          <StateMark tone={toneOfRun[state]}>{t(`run.state.${state}`)}</StateMark>
          <span className={styles.text}>{[row.code, row.title].filter(Boolean).join(' ')}</span>
          {row.instrumentName !== '' && <span>{row.instrumentName}</span>}
          {row.verdict !== null && <VerdictMark verdict={row.verdict} why="" look="line" />}
        </span>
        <span className={styles.rest}>
          <RecordMark place={state === 'signed' ? 'signed' : row.place} />
          <span>{t('run.list.version', { number: row.versionNumber })}</span>
          {row.revision > 1 && <span>{t('run.over.revision', { number: row.revision })}</span>}
          <span>{t('run.list.answered', { count: row.answeredCount })}</span>
          <span>{t('run.list.startedBy', { at: formatInstant(row.startedAt, 'minutes'), name: row.startedBy })}</span>
          {row.handedOverTo !== null && (
            <StateMark tone="attention">
              {row.handedOverTo === ''
                ? t('run.list.handedToAnyone')
                : t('run.list.handedTo', { name: row.handedOverTo })}
            </StateMark>
          )}
          {row.recoveredCount > 0 && <StateMark tone="attention">{t('run.list.recovered')}</StateMark>}
          {row.deviationCount > 0 && (
            <StateMark tone="attention">{t('run.list.deviations', { count: row.deviationCount })}</StateMark>
          )}
          {state === 'finished' && row.needsReview && !row.isReviewed && (
            <StateMark tone="attention">{t('run.list.review')}</StateMark>
          )}
          {row.newerNumber !== null && <StateMark tone="info">{t('run.list.newer')}</StateMark>}
          {row.isTrial && <StateMark tone="info">{t('run.about.trial')}</StateMark>}
          {row.conflictCount > 0 && <StateMark tone="attention">{t('run.list.conflict')}</StateMark>}
        </span>
      </Link>
    </li>
  );
});

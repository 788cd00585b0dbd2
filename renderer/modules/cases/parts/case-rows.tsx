import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CaseRow } from '../../../../shared/modules/cases/case-contract.ts';
import { formatInstant } from '../../../i18n/time.ts';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import { useIsDrawn } from '../../../ui/use-is-drawn.ts';
import { useSayTerm } from './say-case.ts';
import { toneOfCase, toneOfClock } from './tones.ts';

interface CaseRowsProps {
  readonly rows: readonly CaseRow[];
  readonly isNamed: boolean;
}

/** So many rows fill a window; the others are drawn right after them. */
const firstRows = 7;

/** Cases as rows that open; each says why it stands where it does. */
export function CaseRows({ rows, isNamed }: CaseRowsProps) {
  const { t } = useTranslation('cases');
  const sayTerm = useSayTerm();
  const isDrawn = useIsDrawn();
  return (
    <ul className={styles.rows}>
      {rows.slice(0, isDrawn ? undefined : firstRows).map((row) => (
        <li key={row.id}>
          <Link to="/case/$caseId" params={{ caseId: row.id }} className={styles.row}>
            <span className={styles.main}>
              <StateMark tone={toneOfCase[row.state]}>{t(`state.${row.state}`)}</StateMark>
              <span>{row.number}</span>
              <span className={styles.text}>{row.title}</span>
              <ClockMark row={row} />
            </span>
            {row.isOpen && (
              <span className={styles.rest}>
                <span>{t('list.priority', { score: row.score })}</span>
                {row.terms
                  .filter(({ points }) => points > 0)
                  .map((term) => (
                    <span key={term.key}>{sayTerm(term)}</span>
                  ))}
              </span>
            )}
            <span className={styles.rest}>
              {isNamed && <span>{row.instrumentId === null ? t('noInstrument') : row.instrumentName}</span>}
              <span>{t(`kind.${row.kind}`)}</span>
              {row.severity !== null && <span>{t(`nce.severities.${row.severity}`)}</span>}
              {row.openTaskCount > 0 && <span>{t('list.tasks', { count: row.openTaskCount })}</span>}
              {row.assignee !== '' && <span>{row.assignee}</span>}
              <span>
                <TimeText at={row.openedAt} />
              </span>
              {row.isRecurrence && <StateMark tone="attention">{t('list.recurred')}</StateMark>}
              {row.hasConflict && <StateMark tone="attention">{t('conflict')}</StateMark>}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** The clock of a nonconformity, once it presses. */
export function ClockMark({ row }: { readonly row: Pick<CaseRow, 'clock' | 'answerBy'> }) {
  const { t } = useTranslation('cases');
  if (row.answerBy === null || row.clock === 'none' || row.clock === 'met') {
    return null;
  }
  const at = formatInstant(row.answerBy, 'minutes');
  return <StateMark tone={toneOfClock[row.clock]}>{t(`clock.${row.clock}`, { at })}</StateMark>;
}

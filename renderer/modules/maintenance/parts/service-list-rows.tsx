import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { RtsRow } from '../../../../shared/modules/maintenance/service-contract.ts';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import { toneOfList } from './service-tones.ts';

interface ListRowsProps {
  readonly rows: readonly RtsRow[];
  /** Names the instrument of each row. */
  readonly isNamed?: boolean;
}

/** Return-to-service lists as rows that open. */
export function ListRows({ rows, isNamed = false }: ListRowsProps) {
  const { t } = useTranslation('service');
  return (
    <ul className={styles.rows}>
      {rows.map((row) => (
        <li key={row.id}>
          <Link to="/return-to-service/$rtsId" params={{ rtsId: row.id }} className={styles.row}>
            <span className={styles.main}>
              <StateMark tone={toneOfList[row.state]}>{t(`list.state.${row.state}`)}</StateMark>
              <span className={styles.text}>{row.events.map((event) => t(`event.${event}`)).join('; ')}</span>
            </span>
            <span className={styles.rest}>
              {isNamed && <span>{row.instrumentName}</span>}
              <span>{t('list.progress', { done: row.itemCount - row.openItemCount, count: row.itemCount })}</span>
              <span>
                <TimeText at={row.raisedAt} />, {t('list.raisedBy', { actor: row.raisedBy })}
              </span>
              {row.hasConflict && <StateMark tone="attention">{t('conflict')}</StateMark>}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { WorkOrderRow } from '../../../../shared/modules/maintenance/service-contract.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { toneOfWorkOrder } from './service-tones.ts';

interface WorkOrderRowsProps {
  readonly rows: readonly WorkOrderRow[];
  readonly isNamed: boolean;
}

/** Work orders as rows that open. */
export function WorkOrderRows({ rows, isNamed }: WorkOrderRowsProps) {
  const { t } = useTranslation('service');
  return (
    <ul className={styles.rows}>
      {rows.map((row) => (
        <li key={row.id}>
          <Link to="/work-orders/$workOrderId" params={{ workOrderId: row.id }} className={styles.row}>
            <span className={styles.main}>
              <StateMark tone={toneOfWorkOrder[row.state]}>{t(`workOrder.state.${row.state}`)}</StateMark>
              <span>{row.number}</span>
              <span className={styles.text}>{row.title}</span>
            </span>
            <span className={styles.rest}>
              {isNamed && <span>{row.instrumentName}</span>}
              <span>{t(`workOrder.kind.${row.kind}`)}</span>
              <span>{[t(`workOrder.owner.${row.owner}`), row.vendor].filter(Boolean).join(': ')}</span>
              <DueMark row={row} />
              {row.partsUsedCount > 0 && <span>{t('workOrder.parts', { count: row.partsUsedCount })}</span>}
              {row.hasConflict && <StateMark tone="attention">{t('conflict')}</StateMark>}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** When it is due: a plain word, or a mark once the day has passed. */
export function DueMark({ row }: { readonly row: { readonly dueOn: string | null; readonly isOverdue: boolean } }) {
  const { t } = useTranslation('service');
  if (row.dueOn === null) {
    return null;
  }
  const day = formatCivilDay(row.dueOn);
  return row.isOverdue ? (
    <StateMark tone="attention">{t('workOrder.overdue', { day })}</StateMark>
  ) : (
    <span>{t('workOrder.due', { day })}</span>
  );
}

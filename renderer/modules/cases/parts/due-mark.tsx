import { useTranslation } from 'react-i18next';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { StateMark } from '../../../ui/state-mark.tsx';

interface DueMarkProps {
  readonly row: { readonly dueOn: string | null; readonly isOverdue: boolean; readonly state: string };
}

/** When a piece of work is due: a plain word, or a mark once the day has passed. */
export function DueMark({ row }: DueMarkProps) {
  const { t } = useTranslation('cases');
  if (row.dueOn === null || row.state !== 'open') {
    return null;
  }
  const day = formatCivilDay(row.dueOn);
  return row.isOverdue ? (
    <StateMark tone="attention">{t('task.overdue', { day })}</StateMark>
  ) : (
    <span>{t('task.due', { day })}</span>
  );
}

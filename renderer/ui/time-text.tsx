import { useTranslation } from 'react-i18next';
import { formatDay, formatInstant, formatTimeOfDay, isSameDay } from '../i18n/time.ts';

interface TimeTextProps {
  /** ISO instant with zone, or null. */
  readonly at: string | null;
  /**
   * `short` is the time today and day and time before; `log` the same, with seconds today; `time` has seconds; `full` has
   * day, time and zone.
   */
  readonly look?: 'short' | 'log' | 'time' | 'full' | 'day';
}

/** A moment in the bench's own time; the whole instant with its zone is on the element for those who need it. */
export function TimeText({ at, look = 'short' }: TimeTextProps) {
  const { t } = useTranslation('ui');
  if (at === null || at === '') {
    return <span>{t('never')}</span>;
  }
  const text =
    look === 'full'
      ? formatInstant(at, 'full')
      : look === 'day'
        ? formatDay(at)
        : look === 'time'
          ? formatTimeOfDay(at, 'seconds')
          : isSameDay(at, new Date().toISOString())
            ? formatTimeOfDay(at, look === 'log' ? 'seconds' : 'minutes')
            : formatInstant(at, 'minutes');
  return (
    <time dateTime={at} title={formatInstant(at, 'full')}>
      {text}
    </time>
  );
}

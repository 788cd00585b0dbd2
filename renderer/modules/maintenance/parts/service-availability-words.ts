import { useTranslation } from 'react-i18next';
import type { AvailabilityRow } from '../../../../shared/modules/maintenance/service-contract.ts';

const DAY_HOURS = 24;

/** The figures of availability as a person reads them; a value that can not be said says so. */
export function useAvailabilityWords() {
  const { t } = useTranslation('service');
  const hours = (value: number | null): string =>
    value === null
      ? t('availability.cannotSay')
      : value > 0 && value < 1
        ? t('availability.minutes', { value: Math.ceil(value * 60) })
        : value >= 3 * DAY_HOURS
          ? t('availability.days', { value: round(value / DAY_HOURS) })
          : t('availability.hours', { value: round(value) });
  const orNoFailure = (row: AvailabilityRow, value: number | null): string =>
    value === null && row.failureCount === 0 ? t('availability.noFailure') : hours(value);
  return {
    hours,
    availability: (row: AvailabilityRow): string =>
      row.availability === null ? t('availability.cannotSay') : t('availability.percent', { value: row.availability }),
    between: (row: AvailabilityRow): string => orNoFailure(row, row.mtbfHours),
    repair: (row: AvailabilityRow): string => orNoFailure(row, row.mttrHours),
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;

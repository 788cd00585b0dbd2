import { useTranslation } from 'react-i18next';
import type { AvailabilityRow } from '../../../../shared/modules/maintenance/service-contract.ts';
import { AvailabilityBar } from './service-availability-bar.tsx';
import styles from './service-availability-rows.module.css';
import { useAvailabilityWords } from './service-availability-words.ts';

/** One bar an instrument, one under the other on the same span, with its figures in a fixed grid. */
export function AvailabilityRows({ rows }: { readonly rows: readonly AvailabilityRow[] }) {
  const { t } = useTranslation('service');
  const words = useAvailabilityWords();
  return (
    <ul className={styles.rows}>
      {rows.map((row) => {
        const figures = [
          [t('availability.columns.availability'), words.availability(row)],
          [t('availability.columns.failures'), String(row.failureCount)],
          [t('availability.columns.mtbf'), words.between(row)],
          [t('availability.columns.mttr'), words.repair(row)],
          [t('availability.columns.planned'), words.hours(row.plannedDownHours)],
          [t('availability.columns.unplanned'), words.hours(row.unplannedDownHours)],
        ];
        const notes = row.notes.filter((note) => note !== 'no-failure');
        return (
          <li key={row.instrumentId} className={styles.row}>
            <h3>{row.instrumentName}</h3>
            <AvailabilityBar row={row} />
            <dl className={styles.figures}>
              {figures.map(([label, value]) => (
                <div key={label} className={styles.figure}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            {notes.map((note) => (
              <p key={note} className={styles.note}>
                {t(`availability.note.${note as 'no-time'}`, { defaultValue: note })}
              </p>
            ))}
          </li>
        );
      })}
    </ul>
  );
}

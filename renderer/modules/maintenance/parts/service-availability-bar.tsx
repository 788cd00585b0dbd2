import { useTranslation } from 'react-i18next';
import type { AvailabilityRow } from '../../../../shared/modules/maintenance/service-contract.ts';
import styles from './service-availability-bar.module.css';

/** Width of the drawing in its own units; the element takes the width there is. */
const WIDTH = 240;
const HEIGHT = 20;

/**
 * How much of the span an instrument was up, planned down and not planned down, as one bar. Parts differ in pattern too,
 * so that nothing is meant by colour alone; the figures stand beside it.
 */
export function AvailabilityBar({ row }: { readonly row: AvailabilityRow }) {
  const { t } = useTranslation('service');
  const { hours, plannedDownHours: planned, unplannedDownHours: unplanned } = row;
  const scale = hours > 0 ? WIDTH / hours : 0;
  // What was down stays visible however short it was.
  const widthOf = (part: number) => (part <= 0 ? 0 : Math.max(2, part * scale));
  const plannedWidth = widthOf(planned);
  const unplannedWidth = widthOf(unplanned);
  const upWidth = Math.max(0, WIDTH - plannedWidth - unplannedWidth);
  const round = (value: number) => Math.round(value * 10) / 10;
  return (
    <svg
      className={styles.bar}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t('availability.chart', {
        name: row.instrumentName,
        up: round(hours - planned - unplanned),
        planned: round(planned),
        unplanned: round(unplanned),
        hours: round(hours),
      })}
    >
      <rect className={styles.up} x={0} y={0} width={upWidth} height={HEIGHT} />
      <rect className={styles.planned} x={upWidth} y={HEIGHT / 4} width={plannedWidth} height={HEIGHT / 2} />
      <rect className={styles.unplanned} x={upWidth + plannedWidth} y={0} width={unplannedWidth} height={HEIGHT} />
    </svg>
  );
}

/** What the three looks of the bar mean. */
export function AvailabilityLegend() {
  const { t } = useTranslation('service');
  return (
    <ul className={styles.legend}>
      {(['up', 'planned', 'unplanned'] as const).map((part) => (
        <li key={part} className={styles.meaning}>
          <svg viewBox="0 0 20 20" className={styles.sample} aria-hidden="true">
            <rect
              className={styles[part]}
              x={0}
              y={part === 'planned' ? 5 : 0}
              width={20}
              height={part === 'planned' ? 10 : 20}
            />
          </svg>
          {t(`availability.legend.${part}`)}
        </li>
      ))}
    </ul>
  );
}

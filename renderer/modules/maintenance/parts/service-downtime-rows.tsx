import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DowntimeRow } from '../../../../shared/modules/maintenance/service-contract.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { Button } from '../../../ui/button.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { ChangeDowntimeSheet, EndDowntimeSheet } from './service-downtime-sheets.tsx';
import { toneOfAffected, toneOfDowntime } from './service-tones.ts';

interface DowntimeRowsProps {
  readonly rows: readonly DowntimeRow[];
  /** Names the instrument of each row. */
  readonly isNamed: boolean;
}

/** Spans out of service, each with its cause, what it did to results, and the way to correct or end it. */
export function DowntimeRows({ rows, isNamed }: DowntimeRowsProps) {
  const { t } = useTranslation('service');
  const [sheet, setSheet] = useState<{ readonly kind: 'change' | 'end'; readonly row: DowntimeRow } | null>(null);
  const close = () => setSheet(null);
  const describeLength = (minutes: number) =>
    minutes < 60
      ? t('downtime.minutes', { count: Math.round(minutes) })
      : t('downtime.hoursAndMinutes', { hours: Math.floor(minutes / 60), minutes: Math.round(minutes % 60) });
  return (
    <>
      <ul className={styles.rows}>
        {rows.map((row) => (
          <li key={row.id} className={styles.withAction}>
            <div className={styles.words}>
              <div className={styles.main}>
                <StateMark tone={toneOfDowntime[row.kind]}>{t(`downtime.kind.${row.kind}`)}</StateMark>
                <span className={styles.text}>{isNamed ? `${row.instrumentName}: ${row.cause}` : row.cause}</span>
              </div>
              <div className={styles.rest}>
                <span>
                  {row.to === null
                    ? t('downtime.since', { at: formatInstant(row.from, 'minutes') })
                    : t('downtime.span', {
                        from: formatInstant(row.from, 'minutes'),
                        to: formatInstant(row.to, 'minutes'),
                      })}
                </span>
                <span>{describeLength(row.minutes)}</span>
                {row.endedBy !== null && <span>{t(`downtime.endedBy.${row.endedBy}`)}</span>}
              </div>
              <StateMark tone={toneOfAffected[row.resultsAffected]}>
                {t(`downtime.affected.${row.resultsAffected}`)}
                {row.affectedNote !== '' && `: ${row.affectedNote}`}
              </StateMark>
              {row.to === null && row.rtsId !== null && (
                <span className={styles.muted}>{t('downtime.endsWithList')}</span>
              )}
              {row.hasConflict && <StateMark tone="attention">{t('conflict')}</StateMark>}
            </div>
            <div className={styles.actions}>
              <Button onPress={() => setSheet({ kind: 'change', row })}>{t('part.change')}</Button>
              {row.to === null && row.rtsId === null && (
                <Button onPress={() => setSheet({ kind: 'end', row })}>{t('downtime.end')}</Button>
              )}
            </div>
          </li>
        ))}
      </ul>
      {sheet?.kind === 'change' && <ChangeDowntimeSheet row={sheet.row} onClose={close} />}
      {sheet?.kind === 'end' && <EndDowntimeSheet row={sheet.row} onClose={close} />}
    </>
  );
}

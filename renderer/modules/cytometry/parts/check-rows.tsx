import { useTranslation } from 'react-i18next';
import type { CheckRow } from '../../../../shared/modules/cytometry/contract.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';
import { Button } from '../../../ui/button.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { toneOfVerdict } from '../../../ui/verdict-tone.ts';

interface CheckRowsProps {
  readonly rows: readonly CheckRow[];
  readonly onVoid: (row: CheckRow) => void;
}

/** Daily checks, newest first: the verdict, why, and what was typed. */
export function CheckRows({ rows, onVoid }: CheckRowsProps) {
  const { t } = useTranslation('cytometry');
  const say = useSay();
  return (
    <ul className={styles.rows}>
      {rows.map((row) => {
        const on = formatCivilDay(row.on);
        const voltages = row.detectors.filter(({ voltage }) => voltage !== null);
        return (
          <li key={row.checkId} className={styles.withAction}>
            <span className={styles.words}>
              <span className={styles.main}>
                <span className={styles.text}>{on}</span>
                <StateMark tone={toneOfVerdict[row.verdict]}>{t(`verdict.${row.verdict}`)}</StateMark>
              </span>
              {row.why.map((why) => (
                <span key={why}>{say(`cytometry.why.${why}`)}</span>
              ))}
              {voltages.length > 0 && (
                <span>
                  {t('checks.voltages', {
                    list: voltages.map(({ detector, voltage }) => `${detector} ${voltage}`).join(', '),
                  })}
                </span>
              )}
              {row.compensation.length > 0 && (
                <span>
                  {t('checks.compensation', {
                    list: row.compensation.map(({ pair, percent }) => `${pair} ${percent} %`).join(', '),
                  })}
                </span>
              )}
              {row.note !== '' && <span>{row.note}</span>}
              <span className={styles.rest}>
                {row.beads.map(({ name, lot }) => (
                  <span key={`${name} ${lot}`}>{t('checks.beads', { name, lot })}</span>
                ))}
                <span>{t('by', { actor: row.by })}</span>
              </span>
            </span>
            <Button look="quiet" onPress={() => onVoid(row)} aria-label={t('voidOf', { on })}>
              {t('void')}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

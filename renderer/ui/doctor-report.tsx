import { useTranslation } from 'react-i18next';
import type { DoctorReport } from '../../shared/instruments/doctor-verdicts.ts';
import { Button } from './button.tsx';
import styles from './doctor-report.module.css';
import { StateMark, type Tone } from './state-mark.tsx';

export type TrySettings = NonNullable<DoctorReport['advice'][number]['trySerial']>;

/** A verdict is good, unknown, or a fault; how grave a fault is depends on the instrument, not on the line. */
export function doctorTone(verdict: DoctorReport['verdict']): Tone {
  if (verdict === 'healthy') {
    return 'good';
  }
  return verdict === 'cannot-tell-yet' ? 'unknown' : 'attention';
}

/** The verdict in one sentence, with the figures behind it. */
export function DoctorVerdict({ report }: { readonly report: DoctorReport }) {
  const { t, i18n } = useTranslation('doctor');
  const figures = useFigures(report.evidence);
  // Where the doctor knows why, the sentence says it.
  const why = `${report.verdict}-${report.evidence.idle === true ? 'idle' : String(report.evidence.why ?? '')}`;
  const key = i18n.exists(`verdict.${why}`, { ns: 'doctor' }) ? (why as DoctorReport['verdict']) : report.verdict;
  return (
    <div className={styles.verdict} role="status" aria-label={t('label')}>
      <StateMark tone={doctorTone(report.verdict)} look="chip">
        {t(`verdict.${key}`)}
      </StateMark>
      {figures.length > 0 && <p className={styles.figures}>{figures.join(', ')}</p>}
    </div>
  );
}

interface DoctorAdviceProps {
  readonly report: DoctorReport;
  /** Applies settings the doctor names; without it they are only said. */
  readonly onTry?: (settings: TrySettings) => void;
  readonly isTrying?: boolean;
}

/** What to try, in the order to try it; settings the doctor names are one button. */
export function DoctorAdvice({ report, onTry, isTrying = false }: DoctorAdviceProps) {
  const { t } = useTranslation('doctor');
  const describe = useDescribeSettings();
  if (report.advice.length === 0) {
    return null;
  }
  return (
    <div>
      <h3>{t('tryTitle')}</h3>
      <ol className={styles.advice}>
        {report.advice.map((advice) => {
          const { trySerial } = advice;
          return (
            <li key={advice.key} className={styles.item}>
              <span>
                {trySerial === null
                  ? t(`advice.${advice.key as 'check-cable'}`)
                  : t('trySettings', { settings: describe(trySerial) })}
              </span>
              {trySerial !== null && onTry !== undefined && (
                <Button onPress={() => onTry(trySerial)} isPending={isTrying}>
                  {t('tryIt')}
                </Button>
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** Settings the doctor names, in words: "7 data bits, even parity". */
export function useDescribeSettings(): (settings: TrySettings) => string {
  const { t } = useTranslation('doctor');
  return ({ baud, dataBits, parity, stopBits }) =>
    [
      baud !== undefined && t('settings.baud', { baud }),
      dataBits !== undefined && t('settings.dataBits', { count: dataBits }),
      parity !== undefined && t(`settings.parity.${parity as 'none'}`),
      stopBits !== undefined && t('settings.stopBits', { count: stopBits }),
    ]
      .filter(Boolean)
      .join(', ');
}

function useFigures(evidence: DoctorReport['evidence']): string[] {
  const { t, i18n } = useTranslation('doctor');
  return Object.entries(evidence)
    .filter(
      ([key, value]) =>
        typeof value === 'number' &&
        value > 0 &&
        i18n.exists(`evidence.${key}`, { ns: 'doctor', count: Number(value) }),
    )
    .map(([key, value]) => t(`evidence.${key as 'good'}`, { count: Number(value) }));
}

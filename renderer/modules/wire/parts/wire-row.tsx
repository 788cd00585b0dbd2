import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { WireLine } from '../../../../shared/modules/wire/contract.ts';
import { formatCount, formatTimeOfDay } from '../../../i18n/time.ts';
import { WireText } from '../../../ui/code-text.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import styles from './wire-row.module.css';

interface WireRowProps {
  readonly line: WireLine;
  readonly onReveal: (entryId: number) => void;
}

/** One line of the wire: when, which way, what, and what was wrong with it. */
export const WireRow = memo(function WireRow({ line, onReveal }: WireRowProps) {
  const { t } = useTranslation('wire');
  const { frame } = line;
  // Other kinds carry notes of the machine in `reason`; only a refused frame is a fault.
  const isBad = line.kind === 'rejected';
  return (
    <div className={styles.row} data-dir={line.dir} data-kind={line.kind}>
      <span className={styles.when}>
        <time dateTime={line.at}>{formatTimeOfDay(line.at, 'milliseconds')}</time>
        <span>{t('after', { ms: formatCount(Math.round(line.sinceMs)) })}</span>
      </span>
      <span className={styles.dir} role="img" aria-label={line.dir === 'in' ? t('in') : t('out')}>
        {line.dir === 'in' ? '←' : '→'}
      </span>
      <span className={styles.what}>
        <WireText text={line.text} />
        <span className={styles.facts}>
          {frame !== null && <span>{t('frame', { number: frame.number })}</span>}
          {line.byteCount > 1 && <span>{t('bytes', { count: line.byteCount })}</span>}
          {frame !== null &&
            (frame.checksumSent === frame.checksumComputed ? (
              <span>{t('checksum', { sent: frame.checksumSent })}</span>
            ) : (
              <span>{t('checksumBad', { sent: frame.checksumSent, computed: frame.checksumComputed })}</span>
            ))}
          {isBad && (
            <StateMark tone="attention">
              {t('rejected')}: {t(`reasons.${line.reason as 'cut-off'}`, { defaultValue: line.reason ?? '' })}
            </StateMark>
          )}
          {line.kind === 'noise' && <StateMark tone="attention">{t('noise')}</StateMark>}
        </span>
      </span>
      {line.byteCount > 1 && (
        <button type="button" className={styles.reveal} onClick={() => onReveal(line.id)}>
          {t('reveal')}
        </button>
      )}
    </div>
  );
});

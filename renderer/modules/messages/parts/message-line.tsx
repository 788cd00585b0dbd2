import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageRow } from '../../../../shared/modules/messages/contract.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './message-line.module.css';

interface MessageLineProps {
  /** Undefined while its page is on the way: the row keeps its place. */
  readonly row: MessageRow | undefined;
  readonly isChosen: boolean;
  readonly onOpen: (messageId: string) => void;
}

/** One message in the list. A plain button: a hundred of them are drawn and redrawn while scrolling. */
export const MessageLine = memo(function MessageLine({ row, isChosen, onOpen }: MessageLineProps) {
  const { t } = useTranslation('messages');
  if (row === undefined) {
    return <div className={styles.line} aria-busy="true" />;
  }
  const purpose = t(`purpose.${row.purpose as 'other'}`, { defaultValue: row.purpose });
  return (
    <button type="button" className={styles.line} aria-pressed={isChosen} onClick={() => onOpen(row.id)}>
      <span className={styles.when}>
        <TimeText at={row.receivedAt} look="log" />
      </span>
      <span className={styles.what}>
        <strong>{purpose}</strong>{' '}
        {row.specimen !== null && <span>{t('row.specimen', { shows: row.specimen.shows })}</span>}
      </span>
      <span className={styles.rest}>
        {(row.resultCount > 0 || row.purpose === 'results') && (
          <span>{t('row.results', { count: row.resultCount })}</span>
        )}
        {row.flaggedCount > 0 && (
          <StateMark tone="attention">{t('row.flagged', { count: row.flaggedCount })}</StateMark>
        )}
        {row.unmappedCount > 0 && (
          <StateMark tone="unknown">{t('row.unmapped', { count: row.unmappedCount })}</StateMark>
        )}
        {row.isPartial && (
          <StateMark tone={row.isDismissed ? 'info' : 'attention'}>
            {row.isDismissed ? t('row.dismissed') : t('row.partial')}
          </StateMark>
        )}
        {row.hasRival && <StateMark tone="attention">{t('row.rival')}</StateMark>}
        {row.resendCount > 0 && <span>{t('row.resends', { count: row.resendCount })}</span>}
        {row.checksum !== 'ok' && <StateMark tone="unknown">{t(`checksum.${row.checksum}`)}</StateMark>}
      </span>
    </button>
  );
});

import { useTranslation } from 'react-i18next';
import { Icon } from './icons.tsx';
import styles from './record-mark.module.css';

/** Where the record is; the same four marks on every screen (design.md, principle 4). */
export type RecordPlace = 'draft' | 'saved-here' | 'signed' | 'on-the-hub';

interface RecordMarkProps {
  readonly place: RecordPlace;
  /** What follows the mark: a time, or who signed. */
  readonly detail?: string;
}

export function RecordMark({ place, detail }: RecordMarkProps) {
  const { t } = useTranslation('ui');
  return (
    <span className={styles.mark} data-place={place}>
      <Icon name={place} />
      <span>
        {t(`record.${place}`)}
        {detail !== undefined && detail !== '' && <span className={styles.detail}> {detail}</span>}
      </span>
    </span>
  );
}

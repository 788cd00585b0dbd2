import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConflictSide } from '../../../../shared/modules/joining/contract.ts';
import { readableField, useSayValue } from '../../../i18n/readable-change.ts';
import { useSayType } from '../../../i18n/use-say-type.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './sides.module.css';

interface SideCardProps {
  readonly side: ConflictSide;
  /** What can be done about it, or what became of it. */
  readonly children?: ReactNode;
}

/** What one of them wrote: when, who, where, and every field, with a mark where another side says otherwise. */
export function SideCard({ side, children }: SideCardProps) {
  const { t } = useTranslation('joining');
  const sayType = useSayType();
  const sayValue = useSayValue();
  if (!side.isHere) {
    return <section className={styles.side}>{t('conflicts.missing')}</section>;
  }
  return (
    <section className={styles.side}>
      <header className={styles.head}>
        <TimeText at={side.at} look="full" />
        <span>{side.actorName}</span>
        <span>{side.isOwn ? t('conflicts.here') : side.workstation}</span>
      </header>
      <h3>{sayType(side.type)}</h3>
      {!side.isKnown && <StateMark tone="unknown">{t('conflicts.unknown')}</StateMark>}
      <table className={styles.fields}>
        <tbody>
          {side.fields.map(({ field, value, differs }) => (
            <tr key={field} data-differs={differs || undefined}>
              <th scope="row">{readableField(field)}</th>
              <td>
                {sayValue(value)} {differs && <StateMark tone="attention">{t('conflicts.differs')}</StateMark>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {side.reason !== '' && <p>{t('conflicts.why', { reason: side.reason })}</p>}
      {children !== undefined && <div className={styles.end}>{children}</div>}
    </section>
  );
}

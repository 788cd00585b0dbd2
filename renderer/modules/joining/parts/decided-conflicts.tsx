import { useTranslation } from 'react-i18next';
import type { DecidedConflict } from '../../../../shared/modules/joining/contract.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import { SideCard } from './side-card.tsx';
import styles from './sides.module.css';
import { useSayTitle } from './use-say-title.ts';

/** Conflicts a person decided, newest first; both sides stay to be looked at. */
export function DecidedConflicts({ list }: { readonly list: readonly DecidedConflict[] }) {
  const { t } = useTranslation('joining');
  const sayTitle = useSayTitle();
  return (
    <>
      {list.map((one) => (
        <details key={one.hash}>
          <summary>
            {sayTitle(one.subject)} · {one.byName} · <TimeText at={one.at} look="full" />
            {!one.isInForce && <StateMark tone="unknown">{t('conflicts.notInForce')}</StateMark>}
          </summary>
          <p>{t('conflicts.why', { reason: one.reason })}</p>
          <div className={styles.sides}>
            {one.sides.map((side) => (
              <SideCard key={side.hash} side={side}>
                {one.isInForce && (
                  <StateMark tone={one.upholds === null || one.upholds === side.hash ? 'good' : 'unknown'}>
                    {t(one.upholds === null || one.upholds === side.hash ? 'conflicts.stood' : 'conflicts.setAside')}
                  </StateMark>
                )}
              </SideCard>
            ))}
          </div>
        </details>
      ))}
    </>
  );
}

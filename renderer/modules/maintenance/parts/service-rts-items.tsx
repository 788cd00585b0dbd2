import { useTranslation } from 'react-i18next';
import type { RtsItemKey } from '../../../../shared/modules/maintenance/service-terms.ts';
import { useSay } from '../../../i18n/say.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { type RtsItemDetail, useSayProof } from './service-say-proof.ts';
import { toneOfItem } from './service-tones.ts';

interface RtsItemsProps {
  readonly items: readonly RtsItemDetail[];
  readonly isClosed: boolean;
  readonly onProve: (item: RtsItemKey) => void;
}

/** What must be proven, why, and how it was; each open one has its button. */
export function RtsItems({ items, isClosed, onProve }: RtsItemsProps) {
  const { t } = useTranslation('service');
  return (
    <Card title={t('rts.items')}>
      <ol className={styles.rows}>
        {items.map((item) => (
          <li key={item.key} className={styles.withAction}>
            <Item item={item} />
            {!isClosed && (
              <Button
                aria-label={t(item.state === 'open' ? 'rts.proveItem' : 'rts.proveItemAgain', {
                  item: t(`item.${item.key}`),
                })}
                onPress={() => onProve(item.key)}
              >
                {item.state === 'open' ? t('rts.proveOne') : t('rts.proveAgain')}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Item({ item }: { readonly item: RtsItemDetail }) {
  const { t } = useTranslation('service');
  const say = useSay();
  const sayProof = useSayProof();
  const isSetAside = item.proof?.kind === 'not-applicable';
  return (
    <div className={styles.words}>
      <div className={styles.main}>
        <StateMark tone={isSetAside ? 'not-set-up' : toneOfItem[item.state]}>
          {isSetAside ? t('notApplicable') : t(`itemState.${item.state}`)}
        </StateMark>
        <span className={styles.text}>{t(`item.${item.key}`)}</span>
      </div>
      {item.proof !== null && <div>{sayProof(item)}</div>}
      <div className={styles.muted}>
        {t(`need.${item.need}`)}
        {item.condition !== '' && `: ${say(`rts.condition.${item.condition}`)}`}
        {'. '}
        {t('rts.askedBy', { events: item.events.map((event) => t(`event.${event}`)).join('; ') })}
      </div>
      <div className={styles.muted}>{t('rts.source', { source: item.source })}</div>
    </div>
  );
}

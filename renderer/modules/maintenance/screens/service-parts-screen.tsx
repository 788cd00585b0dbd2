import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PartRow } from '../../../../shared/modules/maintenance/service-contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { SearchField } from '../../../ui/text-field.tsx';
import { MovementTable } from '../parts/service-movement-table.tsx';
import { CountShelfSheet, PartSheet, ReceivePartSheet } from '../parts/service-part-sheets.tsx';

type OpenSheet =
  | { readonly kind: 'add' }
  | { readonly kind: 'change' | 'receive' | 'count' | 'movements'; readonly part: PartRow }
  | null;

/** What is on the shelf, what is low, and what came and went. */
export function PartsScreen() {
  const { t } = useTranslation('service');
  const [text, setText] = useState('');
  const [sheet, setSheet] = useState<OpenSheet>(null);
  const close = () => setSheet(null);
  const search = useDeferredValue(text.trim());
  const parts = useQuery(
    useApi().maintenance.service.parts.list.queryOptions({
      input: { search, withWithdrawn: true },
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <Screen
      title={t('part.title')}
      actions={{ primary: { label: t('part.add'), icon: 'add', onPress: () => setSheet({ kind: 'add' }) } }}
      {...(sheet?.kind === 'movements' ? { side: <Movements part={sheet.part} /> } : {})}
    >
      <SearchField label={t('part.search')} value={text} onChange={setText} isMono />
      <Loaded query={parts}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={search === '' ? t('part.emptyTitle') : t('part.nothingFound')}>
              {search === '' && <p>{t('part.emptyMore')}</p>}
            </EmptyState>
          ) : (
            <ul className={styles.rows}>
              {rows.map((part) => (
                <li key={part.id} className={styles.withAction}>
                  <Part part={part} />
                  <div className={styles.actions}>
                    <Button look="quiet" onPress={() => setSheet({ kind: 'movements', part })}>
                      {t('part.movements')}
                    </Button>
                    <Button onPress={() => setSheet({ kind: 'change', part })}>{t('part.change')}</Button>
                    <Button onPress={() => setSheet({ kind: 'count', part })}>{t('part.countShelf')}</Button>
                    <Button onPress={() => setSheet({ kind: 'receive', part })}>{t('part.receive')}</Button>
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {sheet?.kind === 'add' && <PartSheet part={null} onClose={close} />}
      {sheet?.kind === 'change' && <PartSheet part={sheet.part} onClose={close} />}
      {sheet?.kind === 'receive' && <ReceivePartSheet part={sheet.part} onClose={close} />}
      {sheet?.kind === 'count' && <CountShelfSheet part={sheet.part} onClose={close} />}
    </Screen>
  );
}

function Part({ part }: { readonly part: PartRow }) {
  const { t } = useTranslation('service');
  return (
    <div className={styles.words}>
      <div className={styles.main}>
        {part.isWithdrawn ? (
          <StateMark tone="not-set-up">{t('part.withdrawn')}</StateMark>
        ) : part.isLow ? (
          <StateMark tone="attention">{t('part.low', { onHand: part.onHand, minimum: part.minimum ?? 0 })}</StateMark>
        ) : (
          <span>{t('part.onHandMark', { count: part.onHand })}</span>
        )}
        <span className={styles.text}>{part.name}</span>
      </div>
      <div className={styles.rest}>
        <span>{[part.number, part.maker].filter(Boolean).join(' · ')}</span>
        {part.isCritical && <span>{t('part.critical')}</span>}
      </div>
    </div>
  );
}

function Movements({ part }: { readonly part: PartRow }) {
  const { t } = useTranslation('service');
  const movements = useQuery(
    useApi().maintenance.service.parts.movements.queryOptions({ input: { partId: part.id, limit: 50 } }),
  );
  return (
    <Card title={`${t('part.movements')}: ${part.name}`}>
      <Loaded query={movements}>{(rows) => <MovementTable rows={rows} />}</Loaded>
    </Card>
  );
}

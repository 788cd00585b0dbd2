import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RtsEvent } from '../../../../shared/modules/maintenance/service-terms.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { DemandSheet } from './service-demand-sheet.tsx';

/** What each event asks for, by whose word; a lab changes a row by a signed record. */
export function DemandTable() {
  const { t } = useTranslation('service');
  const say = useSay();
  const [changing, setChanging] = useState<RtsEvent | null>(null);
  const table = useQuery(useApi().maintenance.service.rts.table.queryOptions());
  return (
    <Card title={t('demand.title')}>
      <p>{t('demand.more')}</p>
      <Loaded query={table}>
        {({ version, rows, shipped }) => {
          const row = rows.find(({ event }) => event === changing);
          const base = shipped.find(({ event }) => event === changing);
          return (
            <>
              <ul className={styles.rows}>
                {rows.map(({ event, items, origin, reason }) => (
                  <li key={event} className={styles.withAction}>
                    <div className={styles.words}>
                      <span className={styles.text}>{t(`event.${event}`)}</span>
                      <ul className={styles.plain}>
                        {items.map((item) => (
                          <li key={item.key}>
                            {t(`item.${item.key}`)}
                            {item.condition !== '' && (
                              <span className={styles.muted}> {say(`rts.condition.${item.condition}`)}</span>
                            )}
                          </li>
                        ))}
                      </ul>
                      {origin === 'lab' && <span className={styles.muted}>{t('demand.ofLab', { reason })}</span>}
                    </div>
                    <Button
                      aria-label={t('demand.changeOf', { event: t(`event.${event}`) })}
                      onPress={() => setChanging(event)}
                    >
                      {t('demand.change')}
                    </Button>
                  </li>
                ))}
              </ul>
              <p className={styles.muted}>{t('rts.tableVersion', { version })}</p>
              {row !== undefined && base !== undefined && (
                <DemandSheet row={row} shipped={base} onClose={() => setChanging(null)} />
              )}
            </>
          );
        }}
      </Loaded>
    </Card>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { ShowField } from '../../../app/show-field.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { DemandTable } from '../parts/service-demand-table.tsx';
import { ListRows } from '../parts/service-list-rows.tsx';

/** Lists of all instruments, and the table of what each event asks for. */
export function ListsScreen() {
  const { t } = useTranslation('service');
  const [show, setShow] = useState<'open' | 'all'>('open');
  const lists = useQuery(
    useApi().maintenance.service.rts.list.queryOptions({ input: { instrumentId: null, show, limit: 300 } }),
  );
  return (
    <Screen title={t('list.title')}>
      <ShowField value={show} onChange={setShow} />
      <Loaded query={lists}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={show === 'open' ? t('list.emptyTitle') : t('list.emptyAll')}>
              <p>{t('list.emptyElsewhere')}</p>
            </EmptyState>
          ) : (
            <ListRows rows={rows} isNamed />
          )
        }
      </Loaded>
      <DemandTable />
    </Screen>
  );
}

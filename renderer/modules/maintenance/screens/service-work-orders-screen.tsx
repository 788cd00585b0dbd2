import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { ShowField } from '../../../app/show-field.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { OpenWorkOrderSheet } from '../parts/service-work-order-form.tsx';
import { WorkOrderRows } from '../parts/service-work-order-rows.tsx';

/** Jobs on all instruments: the open ones, or all there ever were. */
export function WorkOrdersScreen() {
  const { t } = useTranslation('service');
  const [show, setShow] = useState<'open' | 'all'>('open');
  const [isOpening, setOpening] = useState(false);
  const orders = useQuery(
    useApi().maintenance.service.workOrders.list.queryOptions({ input: { instrumentId: null, show, limit: 300 } }),
  );
  return (
    <Screen
      title={t('workOrder.list')}
      actions={{ primary: { label: t('workOrder.open'), icon: 'add', onPress: () => setOpening(true) } }}
    >
      <ShowField value={show} onChange={setShow} />
      <Loaded query={orders}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={show === 'open' ? t('workOrder.emptyOpen') : t('workOrder.emptyAll')}>
              <p>{t('workOrder.emptyMore')}</p>
            </EmptyState>
          ) : (
            <WorkOrderRows rows={rows} isNamed />
          )
        }
      </Loaded>
      {isOpening && <OpenWorkOrderSheet instrumentId={null} onClose={() => setOpening(false)} />}
    </Screen>
  );
}

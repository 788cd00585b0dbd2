import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../../app/action-bar.tsx';
import { Screen } from '../../../app/screen.tsx';
import type { HostClient } from '../../../data/client.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { DowntimeRows } from '../parts/service-downtime-rows.tsx';
import { ServiceHistory } from '../parts/service-history.tsx';
import { ListRows } from '../parts/service-list-rows.tsx';
import { MovementTable } from '../parts/service-movement-table.tsx';
import {
  CompleteWorkOrderSheet,
  NoteSheet,
  UsePartSheet,
  WorkOrderStateSheet,
} from '../parts/service-work-order-acts.tsx';
import { WorkOrderFacts } from '../parts/service-work-order-facts.tsx';
import { ChangeWorkOrderSheet } from '../parts/service-work-order-form.tsx';

const route = getRouteApi('/work-orders/$workOrderId');

type WorkOrderDetail = Awaited<ReturnType<HostClient['maintenance']['service']['workOrders']['get']>>;
type SheetName = 'none' | 'complete' | 'part' | 'note' | 'change' | 'hold' | 'cancel';

/** One job: what is to be done, what was used, and how it ended. */
export function WorkOrderScreen() {
  const { t } = useTranslation('service');
  const { workOrderId } = route.useParams();
  const order = useQuery(useApi().maintenance.service.workOrders.get.queryOptions({ input: { workOrderId } }));
  return (
    <Loaded query={order} waiting={<Screen title={t('workOrder.title')}>{null}</Screen>}>
      {(data) => <WorkOrderView order={data} />}
    </Loaded>
  );
}

function WorkOrderView({ order }: { readonly order: WorkOrderDetail }) {
  const { t } = useTranslation('service');
  const [sheet, setSheet] = useState<SheetName>('none');
  const close = () => setSheet('none');
  const setState = useMutation(useApi().maintenance.service.workOrders.setState.mutationOptions());
  const isClosed = order.state === 'complete' || order.state === 'cancelled';
  const begin = () => setState.mutate({ workOrderId: order.id, state: 'in-progress', reason: '' });
  const secondary: Action[] = isClosed
    ? [{ label: t('workOrder.note'), onPress: () => setSheet('note') }]
    : [
        { label: t('workOrder.note'), onPress: () => setSheet('note') },
        { label: t('workOrder.usePart'), onPress: () => setSheet('part') },
        ...(order.state === 'in-progress'
          ? [{ label: t('workOrder.hold'), onPress: () => setSheet('hold') }]
          : [
              {
                label: order.state === 'on-hold' ? t('workOrder.resume') : t('workOrder.start'),
                isPending: setState.isPending,
                onPress: begin,
              },
            ]),
      ];
  return (
    <Screen
      title={`${order.number} ${order.title}`}
      crumbs={[
        { label: t('workOrder.list'), to: '/service/work-orders' },
        { label: order.instrumentName, to: `/instruments/${order.instrumentId}/service` },
      ]}
      actions={{
        state: <RecordMark place="saved-here" />,
        secondary,
        ...(isClosed ? {} : { primary: { label: t('workOrder.complete'), onPress: () => setSheet('complete') } }),
      }}
      side={
        <>
          <WorkOrderFacts
            order={order}
            isClosed={isClosed}
            onChange={() => setSheet('change')}
            onCancel={() => setSheet('cancel')}
          />
          <ServiceHistory lines={order.history} />
        </>
      }
    >
      <Headline order={order} />
      <MutationError mutation={setState} />
      <Card title={t('workOrder.partsUsed')}>
        {order.parts.length === 0 ? <p>{t('workOrder.partsNone')}</p> : <MovementTable rows={order.parts} />}
      </Card>
      {order.lists.length > 0 && (
        <Card title={t('workOrder.lists')}>
          <ListRows rows={order.lists} />
        </Card>
      )}
      {order.downtime.length > 0 && (
        <Card title={t('downtime.title')}>
          <DowntimeRows rows={order.downtime} isNamed={false} />
        </Card>
      )}
      {sheet === 'complete' && <CompleteWorkOrderSheet workOrderId={order.id} onClose={close} />}
      {sheet === 'part' && <UsePartSheet workOrderId={order.id} onClose={close} />}
      {sheet === 'note' && <NoteSheet workOrderId={order.id} onClose={close} />}
      {sheet === 'change' && <ChangeWorkOrderSheet row={order} onClose={close} />}
      {(sheet === 'hold' || sheet === 'cancel') && (
        <WorkOrderStateSheet workOrderId={order.id} to={sheet} onClose={close} />
      )}
    </Screen>
  );
}

function Headline({ order }: { readonly order: WorkOrderDetail }) {
  const { t } = useTranslation('service');
  const tone =
    order.isOverdue || order.state === 'on-hold' ? 'attention' : order.state === 'complete' ? 'good' : 'info';
  const due =
    order.dueOn === null || order.state === 'complete' || order.state === 'cancelled'
      ? ''
      : t(order.isOverdue ? 'workOrder.overdue' : 'workOrder.due', { day: formatCivilDay(order.dueOn) });
  return (
    <Banner tone={tone} title={[t(`workOrder.state.${order.state}`), due].filter(Boolean).join(', ')}>
      {order.whatWasDone !== '' ? <p>{order.whatWasDone}</p> : order.description !== '' && <p>{order.description}</p>}
      {order.hasConflict && <p>{t('conflict')}</p>}
    </Banner>
  );
}

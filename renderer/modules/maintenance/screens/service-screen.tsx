import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Readiness } from '../../../../shared/modules/maintenance/readiness.ts';
import type { Action } from '../../../app/action-bar.tsx';
import { pathOfReason, useReadiness } from '../../../app/readiness.ts';
import { Screen } from '../../../app/screen.tsx';
import { useInstrument } from '../../../app/use-instrument.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { AvailabilityCard } from '../parts/service-availability-card.tsx';
import { DowntimeRows } from '../parts/service-downtime-rows.tsx';
import { StartDowntimeSheet } from '../parts/service-downtime-sheets.tsx';
import { ListRows } from '../parts/service-list-rows.tsx';
import { EndOverrideSheet, OverrideSheet } from '../parts/service-override-sheets.tsx';
import { OverridesCard } from '../parts/service-overrides-card.tsx';
import { RaiseSheet } from '../parts/service-raise-sheet.tsx';
import { ServiceReasons } from '../parts/service-reasons.tsx';
import { ServiceStatus } from '../parts/service-status.tsx';
import { OpenWorkOrderSheet } from '../parts/service-work-order-form.tsx';
import { WorkOrderRows } from '../parts/service-work-order-rows.tsx';

type SheetName = 'none' | 'raise' | 'downtime' | 'work-order' | 'override' | 'end-override';

/** Whether one instrument is in service, why not, and what must be proven before it is. */
export function ServiceScreen() {
  const { t } = useTranslation('service');
  const api = useApi().maintenance.service;
  const navigate = useNavigate();
  const { id, card, title, crumbs } = useInstrument();
  const [sheet, setSheet] = useState<SheetName>('none');
  const close = () => setSheet('none');
  const readiness = useReadiness(id);
  const lists = useQuery(api.rts.list.queryOptions({ input: { instrumentId: id, show: 'all', limit: 50 } }));
  const downtime = useQuery(api.downtime.list.queryOptions({ input: { instrumentId: id, show: 'all', limit: 20 } }));
  const orders = useQuery(api.workOrders.list.queryOptions({ input: { instrumentId: id, show: 'open', limit: 50 } }));
  const openLists = lists.data?.filter((list) => list.state !== 'returned') ?? [];
  const pastLists = lists.data?.filter((list) => list.state === 'returned') ?? [];
  const first = openLists[0];
  const override = readiness?.override ?? null;
  const report: Action = { label: t('raise.short'), onPress: () => setSheet('raise') };
  const fix = useFix(id, readiness);
  const primary: Action =
    first === undefined
      ? (fix ?? report)
      : {
          label: first.state === 'proven' ? t('list.review') : t('list.prove'),
          onPress: () => void navigate({ to: '/return-to-service/$rtsId', params: { rtsId: first.id } }),
        };
  const secondary: Action[] = [
    { label: t('downtime.start'), onPress: () => setSheet('downtime') },
    { label: t('workOrder.open'), onPress: () => setSheet('work-order') },
    ...(override !== null
      ? [{ label: t('override.end'), onPress: () => setSheet('end-override') }]
      : readiness?.state === 'red'
        ? [{ label: t('override.button'), onPress: () => setSheet('override') }]
        : []),
    ...(primary === report ? [] : [report]),
  ];
  return (
    <Screen
      title={title}
      crumbs={crumbs}
      actions={{ primary, secondary }}
      side={
        <>
          <AvailabilityCard instrumentId={id} />
          <Card title={t('list.past')}>
            {pastLists.length === 0 ? <p>{t('list.pastEmpty')}</p> : <ListRows rows={pastLists} />}
          </Card>
          <OverridesCard instrumentId={id} />
        </>
      }
    >
      {readiness !== undefined && card !== undefined && (
        <>
          <ServiceStatus readiness={readiness} card={card} openLists={openLists} />
          <ServiceReasons readiness={readiness} />
        </>
      )}
      <Card title={t('list.title')}>
        <Loaded query={lists}>
          {() =>
            openLists.length === 0 ? (
              <p>
                {t('list.emptyTitle')} {t('list.emptyMore')}
              </p>
            ) : (
              <ListRows rows={openLists} />
            )
          }
        </Loaded>
      </Card>
      <Card title={t('workOrder.list')}>
        <Loaded query={orders}>
          {(rows) =>
            rows.length === 0 ? <p>{t('workOrder.emptyOpen')}</p> : <WorkOrderRows rows={rows} isNamed={false} />
          }
        </Loaded>
      </Card>
      <Card title={t('downtime.title')}>
        <Loaded query={downtime}>
          {(rows) =>
            rows.length === 0 ? <p>{t('downtime.emptyAll')}</p> : <DowntimeRows rows={rows} isNamed={false} />
          }
        </Loaded>
      </Card>
      {sheet === 'raise' && <RaiseSheet instrumentId={id} onClose={close} />}
      {sheet === 'downtime' && <StartDowntimeSheet instrumentId={id} onClose={close} />}
      {sheet === 'work-order' && <OpenWorkOrderSheet instrumentId={id} onClose={close} />}
      {sheet === 'override' && readiness !== undefined && (
        <OverrideSheet readiness={readiness} instrumentName={title} onClose={close} />
      )}
      {sheet === 'end-override' && override !== null && (
        <EndOverrideSheet instrumentId={id} overrideId={override.overrideId} onClose={close} />
      )}
    </Screen>
  );
}

/** The way to put the gravest reason right, while the instrument is not ready. */
function useFix(instrumentId: string, readiness: Readiness | undefined): Action | null {
  const { t } = useTranslation('service');
  const navigate = useNavigate();
  const reason = readiness?.state === 'red' ? readiness.reasons[0] : undefined;
  const path = reason === undefined ? null : pathOfReason(instrumentId, reason);
  return reason === undefined || reason.goesTo === 'none' || path === null
    ? null
    : { label: t(`readiness.fix.${reason.goesTo}`), onPress: () => void navigate({ to: path }) };
}

import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { Card } from '../../../ui/card.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import styles from '../../../ui/rows.module.css';
import { isVisitSound, newVisit, VisitFields, visitAsSent } from '../parts/visit-form.tsx';

const route = getRouteApi('/plan-visit');

/** Plans a visit: where, when, who, which instruments, what to bring, and the cases and work orders it is for. */
export function PlanVisitScreen() {
  const { t } = useTranslation('visits');
  const ui = useTranslation('ui');
  const api = useApi();
  const navigate = useNavigate();
  const { instrumentId, caseId } = route.useSearch();
  const { person } = useSession();
  const [draft, setDraft] = useState(() =>
    newVisit(person?.printedName ?? '', instrumentId === undefined ? [] : [instrumentId]),
  );
  const [caseIds, setCaseIds] = useState<string[]>(caseId === undefined ? [] : [caseId]);
  const [workOrderIds, setWorkOrderIds] = useState<string[]>([]);
  const cases = useQuery(
    api.cases.list.queryOptions({ input: { instrumentId: null, show: 'open', search: '', limit: 50 } }),
  );
  const orders = useQuery(
    api.maintenance.service.workOrders.list.queryOptions({ input: { instrumentId: null, show: 'open', limit: 50 } }),
  );
  const plan = useMutation(
    api.cases.visits.plan.mutationOptions({
      onSuccess: ({ visitId }) => void navigate({ to: '/visits/$visitId', params: { visitId }, replace: true }),
    }),
  );
  return (
    <Screen
      title={t('plan.title')}
      crumbs={[{ label: t('title'), to: '/cases/visits' }]}
      actions={{
        state: <RecordMark place="draft" detail={ui.t('unsaved.onLeaving')} />,
        primary: {
          label: t('plan.save'),
          isDisabled: !isVisitSound(draft),
          isPending: plan.isPending,
          onPress: () => plan.mutate({ ...visitAsSent(draft), caseIds, workOrderIds }),
        },
      }}
    >
      <Card title={t('visit')}>
        <div className={styles.fields}>
          <VisitFields draft={draft} onChange={setDraft} />
          {cases.data !== undefined && cases.data.length > 0 && (
            <CheckField
              label={t('plan.forCases')}
              values={caseIds}
              onChange={setCaseIds}
              choices={cases.data.map((row) => ({
                value: row.id,
                label: `${row.number} ${row.title}`,
                detail: row.instrumentName,
              }))}
            />
          )}
          {orders.data !== undefined && orders.data.length > 0 && (
            <CheckField
              label={t('plan.forOrders')}
              values={workOrderIds}
              onChange={setWorkOrderIds}
              choices={orders.data.map((row) => ({
                value: row.id,
                label: `${row.number} ${row.title}`,
                detail: row.instrumentName,
              }))}
            />
          )}
        </div>
        <MutationError mutation={plan} />
      </Card>
    </Screen>
  );
}

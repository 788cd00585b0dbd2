import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PlanTerms, planTerms } from '../../../../shared/modules/maintenance/terms.ts';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { civilDayOf } from '../../../i18n/civil-day.ts';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { draftOfTerms, termsOf } from '../parts/plan-draft.ts';
import { PlanForm } from '../parts/plan-form.tsx';
import { PlanPreview } from '../parts/plan-preview.tsx';

const route = getRouteApi('/plans/$planId/change');

/** New terms of a plan from now on; the old ones stay in its history. */
export function PlanChangeScreen() {
  const { t } = useTranslation('planForm');
  const { planId } = route.useParams();
  // Read once: what is being typed is not overwritten; a change made meanwhile is refused by the host through the tip.
  const plan = useQuery(
    useApi().maintenance.plans.get.queryOptions({ input: { planId }, meta: { topics: [] }, gcTime: 0 }),
  );
  return (
    <Loaded query={plan} waiting={<Screen title={t('changeTitle')}>{null}</Screen>}>
      {(row) => (
        <ChangePlan
          planId={planId}
          tip={row.tip}
          instrumentId={row.instrumentId}
          instrumentName={row.instrumentName}
          terms={planTerms.parse(row)}
        />
      )}
    </Loaded>
  );
}

interface ChangePlanProps {
  readonly planId: string;
  readonly tip: string;
  readonly instrumentId: string;
  readonly instrumentName: string;
  readonly terms: PlanTerms;
}

function ChangePlan({ planId, tip, instrumentId, instrumentName, terms }: ChangePlanProps) {
  const { t } = useTranslation('planForm');
  const { t: tPlan } = useTranslation('plan');
  const navigate = useNavigate();
  const [draft, setDraft] = useState(() => draftOfTerms(terms, civilDayOf(new Date())));
  const [reason, setReason] = useState('');
  const changed = termsOf(draft);
  const change = useMutation(
    useApi().maintenance.plans.change.mutationOptions({
      onSuccess: () => void navigate({ to: '/plans/$planId', params: { planId }, replace: true }),
    }),
  );
  return (
    <Screen
      title={terms.title}
      crumbs={[
        { label: tPlan('agenda'), to: '/agenda' },
        { label: instrumentName, to: `/instruments/${instrumentId}/maintenance` },
      ]}
      actions={{
        state: <RecordMark place="draft" />,
        primary: {
          label: t('saveChange'),
          isDisabled: changed === null || reason.trim() === '',
          isPending: change.isPending,
          onPress: () => changed !== null && change.mutate({ planId, terms: changed, reason, expectedTip: tip }),
        },
      }}
      side={<PlanPreview instrumentId={instrumentId} rule={changed?.rule ?? null} />}
    >
      <MutationError mutation={change} />
      <PlanForm
        draft={draft}
        onChange={(part) => setDraft((before) => ({ ...before, ...part }))}
        blank=""
        reason={reason}
        onReason={setReason}
      />
    </Screen>
  );
}

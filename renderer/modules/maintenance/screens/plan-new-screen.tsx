import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UpkeepOffer } from '../../../../shared/modules/maintenance/plans-contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useInstrument } from '../../../app/use-instrument.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { civilDayOf } from '../../../i18n/civil-day.ts';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { draftOfRule, emptyPlan, type PlanDraft, termsOf } from '../parts/plan-draft.ts';
import { PlanForm } from '../parts/plan-form.tsx';
import { PlanPreview } from '../parts/plan-preview.tsx';

const route = getRouteApi('/instruments/$id/maintenance/new/$upkeepKey');

/** A new plan: from what the definition names, with its blanks left blank, or of the lab's own. */
export function PlanNewScreen() {
  const { t } = useTranslation('planForm');
  const { id, upkeepKey } = route.useParams();
  const upkeep = useQuery(
    useApi().maintenance.plans.upkeep.queryOptions({ input: { instrumentId: id }, meta: { topics: [] } }),
  );
  return (
    <Loaded query={upkeep} waiting={<Screen title={t('newTitle')}>{null}</Screen>}>
      {({ offers }) => <NewPlan offer={offers.find((offer) => offer.upkeepKey === upkeepKey) ?? null} />}
    </Loaded>
  );
}

function NewPlan({ offer }: { readonly offer: UpkeepOffer | null }) {
  const { t } = useTranslation('planForm');
  const { id, title, crumbs } = useInstrument();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<PlanDraft>(() => draftOfOffer(offer));
  const [reason, setReason] = useState('');
  const terms = termsOf(draft);
  const create = useMutation(
    useApi().maintenance.plans.create.mutationOptions({
      onSuccess: () => void navigate({ to: '/instruments/$id/maintenance', params: { id } }),
    }),
  );
  return (
    <Screen
      title={draft.title === '' ? t('newTitle') : draft.title}
      crumbs={[...crumbs, { label: title, to: `/instruments/${id}/maintenance` }]}
      actions={{
        state: <RecordMark place="draft" />,
        primary: {
          label: t('save'),
          isDisabled: terms === null,
          isPending: create.isPending,
          onPress: () =>
            terms !== null &&
            create.mutate({ instrumentId: id, plans: [{ upkeepKey: offer?.upkeepKey ?? null, terms }], reason }),
        },
      }}
      side={<PlanPreview instrumentId={id} rule={terms?.rule ?? null} />}
    >
      <MutationError mutation={create} />
      <PlanForm
        draft={draft}
        onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
        blank={offer?.suggested === null ? offer.blank : ''}
        reason={reason}
        onReason={setReason}
      />
    </Screen>
  );
}

function draftOfOffer(offer: UpkeepOffer | null): PlanDraft {
  const empty = emptyPlan(civilDayOf(new Date()));
  if (offer === null) {
    return empty;
  }
  const { title, detail, kind, fields, source, suggested } = offer;
  return {
    ...empty,
    title,
    detail,
    kind,
    fields,
    mustPass: kind !== 'maintenance',
    // Where nobody published an interval, its source is the lab's to name.
    source: suggested === null ? '' : source,
    ...(suggested === null ? {} : draftOfRule(suggested)),
  };
}

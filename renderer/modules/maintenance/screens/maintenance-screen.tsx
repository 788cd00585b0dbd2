import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgendaItem } from '../../../../shared/modules/maintenance/agenda-contract.ts';
import type { PlanRow } from '../../../../shared/modules/maintenance/plans-contract.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useInstrument } from '../../../app/use-instrument.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { civilDayOf } from '../../../i18n/civil-day.ts';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { AgendaRow } from '../parts/agenda-row.tsx';
import styles from '../parts/agenda-rows.module.css';
import { EventsCard } from '../parts/events-card.tsx';
import { MetersCard } from '../parts/meters-card.tsx';
import { NotInUseCard } from '../parts/not-in-use-card.tsx';
import { PerformedList } from '../parts/performed-list.tsx';
import { ownPlan } from '../parts/plan-draft.ts';
import { RuleText } from '../parts/rule-text.tsx';
import { WhySheet } from '../parts/why-sheet.tsx';

/** The maintenance of one instrument: its plans and how each stands, what the definition still offers, what was done. */
export function MaintenanceScreen() {
  const { t } = useTranslation('plan');
  const { id, title, crumbs } = useInstrument();
  const api = useApi();
  const navigate = useNavigate();
  const [why, setWhy] = useState<AgendaItem | null>(null);
  const plans = useQuery(api.maintenance.plans.list.queryOptions({ input: { instrumentId: id } }));
  const upkeep = useQuery(
    api.maintenance.plans.upkeep.queryOptions({
      input: { instrumentId: id },
      meta: { topics: ['maintenance', 'instruments'] },
    }),
  );
  const open = useMutation(
    api.maintenance.sheets.open.mutationOptions({
      onSuccess: ({ sheetId }) => void navigate({ to: '/sheets/$sheetId', params: { sheetId } }),
    }),
  );
  const month = civilDayOf(new Date()).slice(0, 7);
  const start = (item: AgendaItem) => open.mutate({ planId: item.planId, occurrence: item.occurrence });
  const hasPlans = (plans.data ?? []).length > 0;
  return (
    <Screen
      title={title}
      crumbs={crumbs}
      actions={{
        secondary: hasPlans
          ? [
              {
                label: t('month'),
                onPress: () => void navigate({ to: '/instruments/$id/month/$month', params: { id, month } }),
              },
              {
                label: t('daily'),
                onPress: () => void navigate({ to: '/daily/$instrumentId', params: { instrumentId: id } }),
              },
            ]
          : [],
        primary: {
          label: t('own'),
          icon: 'add',
          onPress: () =>
            void navigate({ to: '/instruments/$id/maintenance/new/$upkeepKey', params: { id, upkeepKey: ownPlan } }),
        },
      }}
      side={
        <>
          <NotInUseCard instrumentId={id} />
          <MetersCard instrumentId={id} />
          <EventsCard instrumentId={id} />
        </>
      }
    >
      <MutationError mutation={open} />
      <Loaded query={plans}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t('noPlans')}>
              <p>{t('noPlansMore')}</p>
            </EmptyState>
          ) : (
            <Card title={t('plans')}>
              <ul className={styles.rows}>
                {rows.map((plan) => (
                  <li key={plan.planId}>
                    <PlanLine plan={plan} onStart={start} onWhy={setWhy} />
                  </li>
                ))}
              </ul>
            </Card>
          )
        }
      </Loaded>
      <Loaded query={upkeep}>
        {({ note, offers }) => {
          const left = offers.filter((offer) => offer.planIds.length === 0);
          return left.length === 0 && hasPlans ? null : (
            <Card title={t('offers')}>
              <p>{note}</p>
              {offers.length === 0 && <p>{t('offersNone')}</p>}
              <ul className={styles.rows}>
                {left.map((offer) => (
                  <li key={offer.upkeepKey}>
                    <div className={styles.row}>
                      <span className={styles.words}>
                        <span className={styles.first}>
                          <StateMark tone="not-set-up">{offer.title}</StateMark>
                        </span>
                        <span className={styles.rest}>
                          <span>{offer.suggested === null ? offer.blank : offer.detail}</span>
                        </span>
                      </span>
                      <ButtonLink
                        to="/instruments/$id/maintenance/new/$upkeepKey"
                        params={{ id, upkeepKey: offer.upkeepKey }}
                        aria-label={`${t('setUp')}: ${offer.title}`}
                      >
                        {t('setUp')}
                      </ButtonLink>
                    </div>
                  </li>
                ))}
              </ul>
            </Card>
          );
        }}
      </Loaded>
      <Card title={t('history')}>
        <PerformedList instrumentId={id} planId={null} />
      </Card>
      {why !== null && <WhySheet item={why} onClose={() => setWhy(null)} />}
    </Screen>
  );
}

interface PlanLineProps {
  readonly plan: PlanRow;
  readonly onStart: (item: AgendaItem) => void;
  readonly onWhy: (item: AgendaItem) => void;
}

function PlanLine({ plan, onStart, onWhy }: PlanLineProps) {
  const { t } = useTranslation('plan');
  return (
    <>
      {plan.now !== null && <AgendaRow item={plan.now} isNamed={false} onStart={onStart} onWhy={onWhy} />}
      <div className={styles.row}>
        <span className={styles.words}>
          <span className={styles.rest}>
            <RuleText rule={plan.ruleText} />
          </span>
          {plan.hasConflict && <StateMark tone="attention">{t('conflict')}</StateMark>}
        </span>
        <ButtonLink
          look="quiet"
          to="/plans/$planId"
          params={{ planId: plan.planId }}
          aria-label={`${t('rule')}: ${plan.title}`}
        >
          {t('rule')}
        </ButtonLink>
      </div>
    </>
  );
}

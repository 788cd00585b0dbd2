import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SyncState } from '../../../../shared/modules/sync/contract.ts';
import { lookOf, type SyncLook } from '../../../../shared/modules/sync/rules.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import type { Tone } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import { HereCard } from '../parts/here-card.tsx';
import { HubCard } from '../parts/hub-card.tsx';
import { JoinCard } from '../parts/join-card.tsx';
import { NotTakenCard } from '../parts/not-taken-card.tsx';
import { OutboxCard } from '../parts/outbox-card.tsx';
import styles from '../parts/sync.module.css';

/** What of this workstation is held elsewhere, and the ways there. Everything runs by itself; this is where it is seen. */
export function SyncScreen() {
  const { t } = useTranslation('sync');
  const api = useApi().sync;
  const state = useQuery(api.state.queryOptions());
  const now = useMutation(api.now.mutationOptions());
  const held = state.data;
  const canSync = held !== undefined && held.hub !== null && held.isAllowed;
  return (
    <Screen
      title={t('title')}
      actions={{
        state:
          held === undefined ? undefined : (
            <RecordMark place={held.unsent.count === 0 && held.hub !== null ? 'on-the-hub' : 'saved-here'} />
          ),
        primary: {
          label: t('now'),
          onPress: () => now.mutate(undefined),
          isPending: now.isPending,
          isDisabled: !canSync,
        },
      }}
    >
      <Loaded query={state}>
        {(facts) => (
          <>
            <Summary state={facts} />
            <MutationError mutation={now} />
            {facts.hub === null ? <JoinCard state={facts} /> : <HubCard state={facts} />}
            <HereCard state={facts} />
            <Card title={t('outbox.title')}>
              <OutboxCard />
            </Card>
            <NotTakenCard state={facts} />
            <div className={styles.actions}>
              <ButtonLink to="/sync/bundles" icon="file">
                {t('ways.bundles')}
              </ButtonLink>
              <ButtonLink to="/sync/workstations" icon="network">
                {t('ways.workstations')}
              </ButtonLink>
              <ButtonLink to="/sync/sites" icon="bench">
                {t('ways.sites')}
              </ButtonLink>
              <ButtonLink to="/conflicts" icon="attention">
                {t('ways.conflicts')}
              </ButtonLink>
              <ButtonLink to="/meetings" icon="on-the-hub">
                {t('ways.meetings')}
              </ButtonLink>
            </div>
          </>
        )}
      </Loaded>
    </Screen>
  );
}

const tones: Readonly<Record<SyncLook, Exclude<Tone, 'not-set-up'>>> = {
  'all-sent': 'good',
  alone: 'info',
  'network-off': 'info',
  working: 'info',
  waiting: 'attention',
  unsent: 'info',
};

function Summary({ state }: { readonly state: SyncState }) {
  const { t } = useTranslation('sync');
  const look = lookOf(state);
  const { count, since } = state.unsent;
  return (
    <Banner tone={state.isOverdue ? 'attention' : tones[look]} title={t(`looks.${look}`, { count })}>
      {since !== null && (
        <p>
          {t('since')} <TimeText at={since} />. {state.isOverdue && t('overdue')}
        </p>
      )}
    </Banner>
  );
}

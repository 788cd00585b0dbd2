import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignRow } from '../../../../shared/modules/maintenance/service-contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { StartCampaignSheet } from '../parts/service-campaign-sheet.tsx';
import { toneOfWorkOrder } from '../parts/service-tones.ts';
import { DueMark } from '../parts/service-work-order-rows.tsx';

/** One job on every unit of a model, and how far it is. */
export function CampaignsScreen() {
  const { t } = useTranslation('service');
  const [isStarting, setStarting] = useState(false);
  const campaigns = useQuery(useApi().maintenance.service.campaigns.list.queryOptions());
  return (
    <Screen
      title={t('campaign.title')}
      actions={{ primary: { label: t('campaign.start'), icon: 'add', onPress: () => setStarting(true) } }}
    >
      <Loaded query={campaigns}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t('campaign.emptyTitle')}>
              <p>{t('campaign.emptyMore')}</p>
            </EmptyState>
          ) : (
            rows.map((row) => <Campaign key={row.id} row={row} />)
          )
        }
      </Loaded>
      {isStarting && <StartCampaignSheet onClose={() => setStarting(false)} />}
    </Screen>
  );
}

function Campaign({ row }: { readonly row: CampaignRow }) {
  const { t } = useTranslation('service');
  const add = useMutation(useApi().maintenance.service.campaigns.addUnits.mutationOptions());
  const isDone = row.units.length > 0 && row.doneCount === row.units.length && row.missingUnits.length === 0;
  return (
    <Card
      title={row.title}
      action={
        isDone ? (
          <StateMark tone="good">{t('campaign.done')}</StateMark>
        ) : (
          <span>{t('campaign.progress', { done: row.doneCount, count: row.units.length })}</span>
        )
      }
    >
      <progress
        className={styles.progress}
        max={row.units.length}
        value={row.doneCount}
        aria-label={t('campaign.progressLabel', { title: row.title })}
      />
      <div className={styles.rest}>
        <span>{row.model}</span>
        {row.source !== '' && <span>{t('campaign.source', { source: row.source })}</span>}
        <DueMark row={row} />
      </div>
      {row.description !== '' && <p>{row.description}</p>}
      <ul className={styles.rows}>
        {row.units.map((unit) => (
          <li key={unit.instrumentId}>
            <Link to="/work-orders/$workOrderId" params={{ workOrderId: unit.workOrderId }} className={styles.row}>
              <span className={styles.main}>
                <StateMark tone={toneOfWorkOrder[unit.state]}>{t(`workOrder.state.${unit.state}`)}</StateMark>
                <span className={styles.text}>{unit.instrumentName}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {row.missingUnits.length > 0 && (
        <div className={styles.withAction}>
          <StateMark tone="attention">
            {t('campaign.missing', {
              count: row.missingUnits.length,
              names: row.missingUnits.map((unit) => unit.instrumentName).join(', '),
            })}
          </StateMark>
          <Button
            isPending={add.isPending}
            onPress={() =>
              add.mutate({ campaignId: row.id, instrumentIds: row.missingUnits.map((unit) => unit.instrumentId) })
            }
          >
            {t('campaign.add')}
          </Button>
        </div>
      )}
      <MutationError mutation={add} />
    </Card>
  );
}

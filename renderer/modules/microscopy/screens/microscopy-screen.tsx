import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../../app/button-link.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useInstrument } from '../../../app/use-instrument.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { ComparisonRows } from '../parts/comparison-rows.tsx';
import { CountRows } from '../parts/count-rows.tsx';
import { LampCard } from '../parts/lamp-card.tsx';
import { OpenCounts } from '../parts/open-counts.tsx';
import { ScalesCard } from '../parts/scales-card.tsx';
import { StartSheet } from '../parts/start-sheet.tsx';

const shownCount = 20;

/** One microscope: what is counted at it, who agreed with whom, its lamp, its eyepiece scales. */
export function MicroscopyTab() {
  const { t } = useTranslation('microscopy');
  const { id, title, crumbs } = useInstrument();
  const navigate = useNavigate();
  const api = useApi().microscopy;
  const [isStarting, setStarting] = useState(false);
  const open = useQuery(api.counts.inProgress.queryOptions({ input: { instrumentId: id }, staleTime: 0 }));
  const counts = useQuery(api.counts.list.queryOptions({ input: { instrumentId: id, limit: shownCount } }));
  const comparisons = useQuery(api.comparisons.list.queryOptions({ input: { instrumentId: id, limit: shownCount } }));
  const mine = open.data?.find(({ isMine }) => isMine);
  const begin = { label: t('tab.begin'), onPress: () => setStarting(true) };
  return (
    <Screen
      title={title}
      crumbs={crumbs}
      actions={
        mine === undefined
          ? { primary: begin }
          : {
              secondary: [begin],
              primary: {
                label: t('tab.goOn'),
                onPress: () =>
                  void navigate({ to: '/differentials/$countId/count', params: { countId: mine.countId } }),
              },
            }
      }
      side={
        <>
          <LampCard instrumentId={id} />
          <ScalesCard instrumentId={id} />
        </>
      }
    >
      {open.data !== undefined && open.data.length > 0 && <OpenCounts counts={open.data} />}
      <Card
        title={t('tab.counts')}
        action={
          <ButtonLink to="/cell-classes" look="quiet">
            {t('tab.classes')}
          </ButtonLink>
        }
      >
        <Loaded query={counts}>
          {(rows) =>
            rows.length === 0 ? (
              <EmptyState title={t('tab.countsEmpty')}>{t('tab.countsEmptyMore')}</EmptyState>
            ) : (
              <CountRows rows={rows} />
            )
          }
        </Loaded>
      </Card>
      <Card title={t('tab.comparisons')}>
        <Loaded query={comparisons}>
          {(rows) => (rows.length === 0 ? <p>{t('tab.comparisonsEmpty')}</p> : <ComparisonRows rows={rows} />)}
        </Loaded>
      </Card>
      {isStarting && <StartSheet instrumentId={id} onClose={() => setStarting(false)} />}
    </Screen>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckRow } from '../../../../shared/modules/cytometry/contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useInstrument } from '../../../app/use-instrument.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { CheckRows } from '../parts/check-rows.tsx';
import { CheckSheet } from '../parts/check-sheet.tsx';
import { VoidSheet } from '../parts/void-sheet.tsx';
import { VoltageTrend } from '../parts/voltage-trend.tsx';

const shownChecks = 60;
const shownDays = 730;

/** What FACSComp found day by day, and how the detectors were set. */
export function DailyCheckScreen() {
  const { t } = useTranslation('cytometry');
  const { id, title, crumbs } = useInstrument();
  const api = useApi().cytometry;
  const checks = useQuery(api.checks.queryOptions({ input: { instrumentId: id, limit: shownChecks } }));
  const voltages = useQuery(api.voltages.queryOptions({ input: { instrumentId: id, days: shownDays } }));
  const [isEntering, setEntering] = useState(false);
  const [voiding, setVoiding] = useState<CheckRow | null>(null);
  return (
    <Screen
      title={title}
      crumbs={crumbs}
      actions={{ primary: { label: t('enter'), icon: 'add', onPress: () => setEntering(true) } }}
    >
      <Loaded query={voltages}>{(points) => <VoltageTrend points={points} />}</Loaded>
      <Card title={t('checks.title')}>
        <Loaded query={checks}>
          {(rows) =>
            rows.length === 0 ? (
              <EmptyState title={t('checks.none')}>{t('checks.noneMore')}</EmptyState>
            ) : (
              <CheckRows rows={rows} onVoid={setVoiding} />
            )
          }
        </Loaded>
      </Card>
      {isEntering && checks.data !== undefined && (
        <CheckSheet instrumentId={id} last={checks.data[0] ?? null} onClose={() => setEntering(false)} />
      )}
      {voiding !== null && <VoidSheet row={voiding} onClose={() => setVoiding(null)} />}
    </Screen>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { ShowField } from '../../../app/show-field.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { DowntimeRows } from '../parts/service-downtime-rows.tsx';
import { StartDowntimeSheet } from '../parts/service-downtime-sheets.tsx';

/** What is out of service, since when and why, over all instruments. */
export function DowntimeScreen() {
  const { t } = useTranslation('service');
  const [show, setShow] = useState<'open' | 'all'>('open');
  const [isStarting, setStarting] = useState(false);
  const downtime = useQuery(
    useApi().maintenance.service.downtime.list.queryOptions({ input: { instrumentId: null, show, limit: 300 } }),
  );
  return (
    <Screen
      title={t('downtime.title')}
      actions={{ primary: { label: t('downtime.start'), icon: 'add', onPress: () => setStarting(true) } }}
    >
      <ShowField value={show} onChange={setShow} />
      <Loaded query={downtime}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={show === 'open' ? t('downtime.emptyOpen') : t('downtime.emptyAll')}>
              <p>{t('downtime.emptyMore')}</p>
            </EmptyState>
          ) : (
            <DowntimeRows rows={rows} isNamed />
          )
        }
      </Loaded>
      {isStarting && <StartDowntimeSheet instrumentId={null} onClose={() => setStarting(false)} />}
    </Screen>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { formatBytes, formatCount } from '../../../i18n/time.ts';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { TimeText } from '../../../ui/time-text.tsx';

/** How many raw bytes are kept, and for how long. */
export function StorageCard() {
  const { t } = useTranslation('wire');
  const storage = useQuery(useApi().wire.storage.queryOptions());
  return (
    <Card title={t('storage.title')}>
      <Loaded query={storage}>
        {(data) => (
          <KeyValue
            rows={[
              { label: t('storage.segments'), value: formatCount(data.segmentCount) },
              { label: t('storage.size'), value: formatBytes(data.byteCount) },
              { label: t('storage.oldest'), value: <TimeText at={data.oldestAt} /> },
              {
                label: t('storage.limits'),
                value: t('storage.limitsValue', { days: data.maxAgeDays, megabytes: formatCount(data.maxMegabytes) }),
              },
              ...(data.heldBackCount === 0
                ? []
                : [
                    {
                      label: t('storage.heldBack'),
                      value: t('storage.heldBackValue', { count: data.heldBackCount }),
                    },
                  ]),
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { formatBytes, formatCount } from '../../../i18n/time.ts';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { TimeText } from '../../../ui/time-text.tsx';

const READ_EVERY_MS = 10_000;

/** How many raw bytes are kept, and for how long. */
export function StorageCard() {
  const { t } = useTranslation('wire');
  // Every few seconds rather than with every line: it grows with each, and the view beside it is drawn often enough.
  const storage = useQuery(
    useApi().wire.storage.queryOptions({ meta: { topics: [] }, refetchInterval: READ_EVERY_MS }),
  );
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

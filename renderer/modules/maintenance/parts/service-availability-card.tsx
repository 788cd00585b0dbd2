import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../../app/button-link.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { AvailabilityBar, AvailabilityLegend } from './service-availability-bar.tsx';
import { useAvailabilityWords } from './service-availability-words.ts';
import { spanOf } from './service-span.ts';

/** Availability of one instrument over the last 90 days: a bar and the figures. */
export function AvailabilityCard({ instrumentId }: { readonly instrumentId: string }) {
  const { t } = useTranslation('service');
  const words = useAvailabilityWords();
  const availability = useQuery(
    useApi().maintenance.service.availability.queryOptions({ input: { instrumentId, ...spanOf(90, new Date()) } }),
  );
  return (
    <Card
      title={t('availability.title')}
      action={
        <ButtonLink to="/service/availability" look="quiet">
          {t('availability.more')}
        </ButtonLink>
      }
    >
      <Loaded query={availability}>
        {({ rows: [row] }) =>
          row === undefined ? (
            <p>{t('availability.cannotSay')}</p>
          ) : (
            <>
              <AvailabilityBar row={row} />
              <AvailabilityLegend />
              <KeyValue
                rows={[
                  { label: t('availability.span'), value: t('availability.spans.90') },
                  { label: t('availability.columns.availability'), value: words.availability(row) },
                  { label: t('availability.columns.failures'), value: row.failureCount },
                  { label: t('availability.columns.mtbf'), value: words.between(row) },
                  { label: t('availability.columns.mttr'), value: words.repair(row) },
                  { label: t('availability.columns.planned'), value: words.hours(row.plannedDownHours) },
                  { label: t('availability.columns.unplanned'), value: words.hours(row.unplannedDownHours) },
                ]}
              />
            </>
          )
        }
      </Loaded>
    </Card>
  );
}

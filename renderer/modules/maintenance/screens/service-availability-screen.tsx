import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { AvailabilityLegend } from '../parts/service-availability-bar.tsx';
import { AvailabilityRows } from '../parts/service-availability-rows.tsx';
import { spanOf } from '../parts/service-span.ts';

const spans = ['30', '90', '365'] as const;

/** How much of the time each instrument could be used, with the formulae behind the figures. */
export function AvailabilityScreen() {
  const { t } = useTranslation('service');
  const [days, setDays] = useState<(typeof spans)[number]>('90');
  const span = spanOf(Number(days), new Date());
  const availability = useQuery(
    useApi().maintenance.service.availability.queryOptions({
      input: { instrumentId: null, ...span },
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <Screen title={t('availability.title')}>
      <ChoiceField
        label={t('availability.span')}
        description={t('downtime.span', { from: formatCivilDay(span.fromOn), to: formatCivilDay(span.toOn) })}
        layout="row"
        value={days}
        onChange={setDays}
        choices={spans.map((value) => ({ value, label: t(`availability.spans.${value}`) }))}
      />
      <Loaded query={availability}>
        {({ rows, formulae }) => (
          <>
            <Card title={t('availability.per')} action={<AvailabilityLegend />}>
              {rows.length === 0 ? <p>{t('availability.empty')}</p> : <AvailabilityRows rows={rows} />}
            </Card>
            <Card title={t('availability.formulae')}>
              <KeyValue
                rows={formulae.map(({ key, formula, source }) => ({
                  key,
                  label: t(`availability.formula.${key as 'mtbf'}`, { defaultValue: key }),
                  value: `${formula} (${source})`,
                }))}
              />
            </Card>
          </>
        )}
      </Loaded>
    </Screen>
  );
}

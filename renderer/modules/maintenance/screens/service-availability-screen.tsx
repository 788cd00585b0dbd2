import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { AvailabilityBar, AvailabilityLegend } from '../parts/service-availability-bar.tsx';
import { useAvailabilityWords } from '../parts/service-availability-words.ts';
import styles from '../parts/service-rows.module.css';
import { spanOf } from '../parts/service-span.ts';

const spans = ['30', '90', '365'] as const;

/** How much of the time each instrument could be used, with the formulae behind the figures. */
export function AvailabilityScreen() {
  const { t } = useTranslation('service');
  const words = useAvailabilityWords();
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
              <DataTable
                caption={t('availability.per')}
                rows={rows}
                rowKey={(row) => row.instrumentId}
                empty={<p>{t('availability.empty')}</p>}
                columns={[
                  {
                    key: 'instrument',
                    title: t('availability.columns.instrument'),
                    cell: (row) => (
                      <>
                        {row.instrumentName}
                        {row.notes.map((note) => (
                          <div key={note} className={styles.muted}>
                            {t(`availability.note.${note as 'no-time'}`, { defaultValue: note })}
                          </div>
                        ))}
                      </>
                    ),
                  },
                  { key: 'bar', title: t('availability.columns.bar'), cell: (row) => <AvailabilityBar row={row} /> },
                  {
                    key: 'availability',
                    title: t('availability.columns.availability'),
                    kind: 'number',
                    cell: (row) => words.availability(row),
                  },
                  {
                    key: 'failures',
                    title: t('availability.columns.failures'),
                    kind: 'number',
                    cell: (row) => row.failureCount,
                  },
                  {
                    key: 'mtbf',
                    title: t('availability.columns.mtbf'),
                    kind: 'number',
                    cell: (row) => words.between(row),
                  },
                  {
                    key: 'mttr',
                    title: t('availability.columns.mttr'),
                    kind: 'number',
                    cell: (row) => words.repair(row),
                  },
                  {
                    key: 'planned',
                    title: t('availability.columns.planned'),
                    kind: 'number',
                    cell: (row) => words.hours(row.plannedDownHours),
                  },
                  {
                    key: 'unplanned',
                    title: t('availability.columns.unplanned'),
                    kind: 'number',
                    cell: (row) => words.hours(row.unplannedDownHours),
                  },
                ]}
              />
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

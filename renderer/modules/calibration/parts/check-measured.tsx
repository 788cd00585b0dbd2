import { useTranslation } from 'react-i18next';
import type { CheckMeasurement } from '../../../../shared/modules/calibration/standards-terms.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import styles from './calibration.module.css';
import { GravimetryResults } from './gravimetry-results.tsx';
import { VerdictMark } from './verdict-mark.tsx';

/** Everything that was measured in one check, with the limits it was held against. */
export function CheckMeasured({ measurement }: { readonly measurement: CheckMeasurement }) {
  return measurement.kind === 'points' ? <Points measurement={measurement} /> : <Weighed measurement={measurement} />;
}

function Points({ measurement }: { readonly measurement: Extract<CheckMeasurement, { kind: 'points' }> }) {
  const { t } = useTranslation('calibration');
  const say = useSay();
  const { reference, unit } = measurement;
  const rows = measurement.points.map((point, index) => ({ point, result: measurement.results[index], index }));
  return (
    <>
      <Card title={t('check.values')}>
        <DataTable
          isWide
          caption={t('check.values')}
          rows={rows}
          rowKey={({ index }) => String(index)}
          columns={[
            {
              key: 'point',
              title: t('standard.point'),
              cell: ({ point }) => [point.label, point.nominal, unit].filter(Boolean).join(' '),
            },
            {
              key: 'reference',
              title: t('check.referenceShows'),
              kind: 'number',
              cell: ({ point }) => point.reference ?? '–',
            },
            {
              key: 'correction',
              title: t('check.correction'),
              kind: 'number',
              cell: ({ point }) => point.correction ?? '–',
            },
            { key: 'observed', title: t('check.observed'), kind: 'number', cell: ({ point }) => point.observed ?? '–' },
            {
              key: 'error',
              title: t('check.error'),
              kind: 'number',
              cell: ({ point, result }) =>
                `${result?.error ?? '–'} (${
                  point.limit === null
                    ? t('noLimit')
                    : t('limit', { limit: `± ${point.limit} ${point.limitKind === 'percent' ? '%' : unit}` })
                })`,
            },
            {
              key: 'verdict',
              title: t('statistics.verdict'),
              cell: ({ result }) =>
                result === undefined ? (
                  '–'
                ) : (
                  <VerdictMark verdict={result.verdict} whys={result.why.map((why) => say(`standards.why.${why}`))} />
                ),
            },
          ]}
        />
      </Card>
      <Card title={t('check.reference')}>
        {reference === null ? (
          <p>{t('none')}</p>
        ) : reference.kind === 'fixed-point' ? (
          <p>{reference.basis}</p>
        ) : (
          <KeyValue
            rows={[
              { label: t('check.which'), value: reference.name },
              {
                label: t('certificate.number'),
                value: reference.kind === 'standard' ? reference.relied.number : reference.certificate,
              },
              ...(reference.kind === 'standard'
                ? [{ label: t('check.stood'), value: say(`standards.state.${reference.relied.state}`) }]
                : [
                    {
                      label: t('certificate.validTo'),
                      value: reference.validTo === null ? '–' : formatCivilDay(reference.validTo),
                    },
                  ]),
            ]}
          />
        )}
      </Card>
    </>
  );
}

function Weighed({ measurement }: { readonly measurement: Extract<CheckMeasurement, { kind: 'gravimetric' }> }) {
  const { t } = useTranslation('calibration');
  const { input, result } = measurement;
  return (
    <>
      <GravimetryResults input={input} result={result} />
      {input.volumes.map((volume) => (
        <Card key={volume.selectedUl} title={t('gravimetry.taken', { volume: volume.selectedUl })}>
          <ol className={styles.values}>
            {volume.weighings.map((weighing, index) => (
              <li key={weighing.weighingId}>
                <span className={weighing.excluded === null ? '' : (styles.away ?? '')}>
                  {index + 1}. {weighing.value} {weighing.unit}
                </span>
                {weighing.excluded !== null && ` ${weighing.excluded}`}
                {weighing.reading === null && ` (${t('run.origin.typed')})`}
              </li>
            ))}
          </ol>
        </Card>
      ))}
      <Card title={t('gravimetry.conditions')}>
        <KeyValue
          rows={[
            { label: t('gravimetry.celsius'), value: `${input.conditions.waterCelsius ?? '–'} °C` },
            { label: t('gravimetry.pressure'), value: `${input.conditions.pressureHpa ?? '–'} hPa` },
            { label: t('gravimetry.humidity'), value: `${input.conditions.humidityPercent ?? '–'} %` },
            { label: t('gravimetry.source'), value: input.conditions.source },
            {
              label: t('gravimetry.evaporation'),
              value: input.evaporation === null ? '–' : `${input.evaporation.perCycleMg} mg`,
            },
            { label: t('gravimetry.balance'), value: input.balance?.name ?? '–' },
            { label: t('gravimetry.way'), value: t(`gravimetry.ways.${input.way}`) },
          ]}
        />
      </Card>
    </>
  );
}

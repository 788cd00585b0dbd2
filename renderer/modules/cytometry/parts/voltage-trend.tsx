import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VoltagePoint } from '../../../../shared/modules/cytometry/contract.ts';
import { TimeChartFigure } from '../../../charts/time-chart.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Card } from '../../../ui/card.tsx';
import { SelectField } from '../../../ui/select-field.tsx';

/** One detector's voltage over time; which way it went last stands beside the picture in words. */
export function VoltageTrend({ points }: { readonly points: readonly VoltagePoint[] }) {
  const { t } = useTranslation('cytometry');
  const [chosen, setChosen] = useState<string | null>(null);
  const detectors = [...new Set(points.map(({ detector }) => detector))];
  const detector =
    detectors.find((name) => name === chosen) ?? detectors.find((name) => name !== 'FSC') ?? detectors[0];
  const shown = points.filter((point) => point.detector === detector);
  const say = (point: VoltagePoint | undefined): string =>
    point === undefined
      ? ''
      : t('trend.point', {
          day: formatCivilDay(point.on),
          value: point.value,
          unit: point.unit,
          origin: t(`trend.origin.${point.origin}`),
        });
  const changedAt = shown.findLastIndex(
    (point, index) => index > 0 && Number(point.value) !== Number(shown[index - 1]?.value),
  );
  const changed = shown[changedAt];
  const title = t('trend.title', { detector: detector ?? '' });
  if (detector === undefined) {
    return (
      <Card title={t('trend.detector')}>
        <p>{t('trend.none')}</p>
      </Card>
    );
  }
  return (
    <Card title={title}>
      {detectors.length > 1 && (
        <SelectField
          label={t('trend.detector')}
          value={detector}
          options={detectors.map((name) => ({ value: name, label: name }))}
          onChange={setChosen}
        />
      )}
      <TimeChartFigure
        key={detector}
        caption={title}
        chart={{
          points: shown.map(({ at, value, origin }) => ({ at, value: Number(value), isHollow: origin === 'check' })),
          levels: [],
          events: [],
          join: 'step',
        }}
        sayPoint={(index) => say(shown[index])}
        none={t('trend.none')}
        hint={t('trend.hint')}
      />
      <p>
        {changed === undefined
          ? t('trend.steady', { count: shown.length })
          : t('trend.changed', {
              from: shown[changedAt - 1]?.value ?? '',
              to: changed.value,
              unit: changed.unit,
              day: formatCivilDay(changed.on),
            })}
      </p>
      <p>{t('trend.more')}</p>
    </Card>
  );
}

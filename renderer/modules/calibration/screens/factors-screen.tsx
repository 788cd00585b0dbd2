import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FactorPoint } from '../../../../shared/modules/calibration/verification-contract.ts';
import { heldSince, inOrderHeld } from '../../../../shared/reports/held-since.ts';
import { Screen } from '../../../app/screen.tsx';
import { useInstrument } from '../../../app/use-instrument.ts';
import { usePrint } from '../../../app/use-print.ts';
import { TimeChartFigure } from '../../../charts/time-chart.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { useIsDrawn } from '../../../ui/use-is-drawn.ts';
import { AsOfCard } from '../parts/as-of-card.tsx';
import { FactorTable } from '../parts/factor-table.tsx';
import { NoteFactorSheet } from '../parts/note-factor-sheet.tsx';

/** Every factor there was: how it drifted, what stood on any day, and the figures beside the picture. */
export function FactorsScreen() {
  const { t } = useTranslation('calibration');
  const { id, card, crumbs } = useInstrument();
  const print = usePrint('factor-drift', { instrumentId: id });
  const [isNoting, setNoting] = useState(false);
  const history = useQuery(
    useApi().calibration.factors.history.queryOptions({
      input: { instrumentId: id, parameter: null, fromOn: null, toOn: null },
    }),
  );
  const parameters = parametersOf(history.data ?? []);
  return (
    <Screen
      title={t('factors.title')}
      crumbs={[...crumbs, { label: card?.name ?? '', to: `/instruments/${id}/calibration` }]}
      actions={{ secondary: print, primary: { label: t('factors.note'), icon: 'add', onPress: () => setNoting(true) } }}
      side={<AsOfCard instrumentId={id} />}
    >
      <Loaded query={history}>
        {(points) =>
          points.length === 0 ? (
            <EmptyState title={t('factors.empty')}>{t('factors.emptyMore')}</EmptyState>
          ) : (
            <Drift points={points} />
          )
        }
      </Loaded>
      {isNoting && <NoteFactorSheet instrumentId={id} known={parameters} onClose={() => setNoting(false)} />}
    </Screen>
  );
}

/** Each parameter once, as it was last called. */
function parametersOf(points: readonly FactorPoint[]): { value: string; label: string }[] {
  return [...new Map(points.map(({ parameter, label }) => [parameter, { value: parameter, label }])).values()];
}

function Drift({ points }: { readonly points: readonly FactorPoint[] }) {
  const { t } = useTranslation('calibration');
  const isDrawn = useIsDrawn();
  const parameters = parametersOf(points);
  const [chosen, setChosen] = useState<string | null>(null);
  const parameter = parameters.find(({ value }) => value === chosen) ?? parameters[0];
  const shown = inOrderHeld(points.filter((point) => point.parameter === parameter?.value));
  const drifts = shown.filter(({ asFoundPercent }) => asFoundPercent !== null);
  const say = (point: FactorPoint | undefined) =>
    point === undefined
      ? ''
      : t('factors.point', {
          day: formatCivilDay(point.on),
          after: point.after,
          what: t(`factors.decision.${point.decision}`),
        });
  return (
    <>
      {parameters.length > 1 && (
        <SelectField
          label={t('statistics.parameter')}
          value={parameter?.value ?? null}
          options={parameters}
          onChange={setChosen}
        />
      )}
      <Card title={t('factors.chart', { parameter: parameter?.label ?? '' })}>
        <TimeChartFigure
          key={parameter?.value}
          caption={t('factors.chart', { parameter: parameter?.label ?? '' })}
          chart={{
            points: shown.map((point) => ({
              at: heldSince(point),
              value: Number(point.after),
              isHollow: point.verdict === 'fail' || point.decision === 'service-called',
            })),
            levels: [{ value: 100, look: 'target' }],
            events: [],
            join: 'step',
          }}
          sayPoint={(index) => say(shown[index])}
          none={t('factors.empty')}
          hint={t('factors.hint')}
        />
        <p>{t('factors.chartMore')}</p>
      </Card>
      {isDrawn && drifts.length > 0 && (
        <Card title={t('factors.drift', { parameter: parameter?.label ?? '' })}>
          <TimeChartFigure
            key={parameter?.value}
            caption={t('factors.drift', { parameter: parameter?.label ?? '' })}
            chart={{
              points: drifts.map((point) => ({
                at: point.at,
                value: Number(point.asFoundPercent),
                isHollow: point.verdict === 'fail',
              })),
              levels: [{ value: 0, look: 'target' }],
              events: [],
              join: 'straight',
            }}
            sayPoint={(index) =>
              t('factors.driftPoint', {
                day: formatCivilDay(drifts[index]?.on ?? ''),
                percent: drifts[index]?.asFoundPercent ?? '',
              })
            }
            none={t('factors.empty')}
            hint={t('factors.hint')}
          />
        </Card>
      )}
      {isDrawn && (
        <Card title={t('factors.table')}>
          <FactorTable points={[...shown].reverse()} />
        </Card>
      )}
    </>
  );
}

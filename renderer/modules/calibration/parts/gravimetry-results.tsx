import { useTranslation } from 'react-i18next';
import type { GravimetryInput, GravimetryResult } from '../../../../shared/modules/calibration/standards-terms.ts';
import { useSay } from '../../../i18n/say.ts';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { VerdictMark } from './verdict-mark.tsx';

interface GravimetryResultsProps {
  readonly input: GravimetryInput;
  readonly result: GravimetryResult;
}

/** Mean, systematic and random error of each volume with their limits, as ISO 8655 counts them. */
export function GravimetryResults({ input, result }: GravimetryResultsProps) {
  const { t } = useTranslation('calibration');
  const say = useSay();
  const rows = input.volumes.map((volume, index) => ({ volume, result: result.volumes[index] }));
  const number = (value: number | null | undefined) => (value === null || value === undefined ? '–' : value.toFixed(3));
  const percent = (value: number | null | undefined) =>
    value === null || value === undefined ? '' : ` (${value.toFixed(2)} %)`;
  const limit = (value: number | null, sign: string) => (value === null ? t('noLimit') : `${sign}${value} µL`);
  return (
    <Card title={t('gravimetry.results')}>
      <DataTable
        isWide
        caption={t('gravimetry.results')}
        rows={rows}
        rowKey={({ volume }) => String(volume.selectedUl)}
        columns={[
          {
            key: 'volume',
            title: t('gravimetry.volume'),
            kind: 'number',
            cell: ({ volume }) => `${volume.selectedUl} µL`,
          },
          {
            key: 'n',
            title: t('statistics.n'),
            kind: 'number',
            cell: ({ result: of }) =>
              of === undefined || of.excludedCount === 0
                ? (of?.count ?? 0)
                : t('statistics.nOf', { n: of.count, left: of.excludedCount }),
          },
          { key: 'mean', title: t('gravimetry.mean'), kind: 'number', cell: ({ result: of }) => number(of?.meanUl) },
          {
            key: 'systematic',
            title: t('gravimetry.systematic'),
            kind: 'number',
            cell: ({ volume, result: of }) =>
              `${number(of?.systematicUl)}${percent(of?.systematicPercent)}, ${limit(volume.systematicUl, '± ')}`,
          },
          {
            key: 'random',
            title: t('gravimetry.random'),
            kind: 'number',
            cell: ({ volume, result: of }) =>
              `${number(of?.randomUl)}${percent(of?.randomPercent)}, ${limit(volume.randomUl, '≤ ')}`,
          },
          {
            key: 'source',
            title: t('terms.sourceShort'),
            cell: ({ volume }) => (volume.source === '' ? t('noSource') : volume.source),
          },
          {
            key: 'verdict',
            title: t('statistics.verdict'),
            cell: ({ result: of }) =>
              of === undefined ? (
                '–'
              ) : (
                <VerdictMark verdict={of.verdict} whys={of.why.map((why) => say(`standards.why.${why}`))} />
              ),
          },
        ]}
      />
      <p>
        {t('gravimetry.zIs', { z: result.z === null ? t('blank') : result.z.toFixed(5) })} {result.algorithm}
      </p>
    </Card>
  );
}

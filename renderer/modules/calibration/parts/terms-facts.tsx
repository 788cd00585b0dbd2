import { useTranslation } from 'react-i18next';
import type { ProcedureTerms, Tolerance } from '../../../../shared/modules/calibration/terms.ts';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';

/** How a model is calibrated and verified, as the lab wrote it down. A blank is said to be one. */
export function TermsFacts({ terms }: { readonly terms: ProcedureTerms }) {
  const { t } = useTranslation('calibration');
  const number = (value: string | number | null, unit = '') =>
    value === null ? t('blank') : [value, unit].filter((part) => part !== '').join(' ');
  const withSource = (text: string, source: string) => (source === '' ? text : `${text} (${source})`);
  const runs = ({ least, most, dropFirst, source }: ProcedureTerms['replicates']) =>
    withSource(
      t(dropFirst > 0 ? 'terms.runsDrop' : 'terms.runs', { least: number(least), most: number(most), drop: dropFirst }),
      source,
    );
  return (
    <>
      <Card title={terms.title}>
        <KeyValue
          rows={[
            { label: t('terms.source'), value: terms.source === '' ? t('terms.noSource') : terms.source },
            ...(terms.detail === '' ? [] : [{ label: t('terms.detail'), value: terms.detail }]),
            {
              label: t('terms.preconditions'),
              value:
                terms.preconditions.length === 0 ? t('none') : terms.preconditions.map(({ label }) => label).join('; '),
            },
            {
              label: t('terms.precision'),
              value: terms.precision.isNeeded
                ? runs(terms.precision)
                : withSource(t('terms.without'), terms.precision.source),
            },
            { label: t('terms.replicates'), value: runs(terms.replicates) },
            {
              label: t('terms.factor'),
              value: withSource(
                t('terms.factorIs', {
                  change: number(terms.factor.maxChange),
                  lowest: number(terms.factor.lowest),
                  highest: number(terms.factor.highest),
                }),
                terms.factor.source,
              ),
            },
            {
              label: t('terms.verification'),
              value: withSource(
                t('terms.verificationIs', { levels: terms.verification.levels, months: terms.verification.months }),
                terms.verification.source,
              ),
            },
            { label: t('terms.qc'), value: withSource(t('terms.qcIs', { count: terms.qc.levels }), terms.qc.source) },
            ...(terms.monthlyReview.isNeeded
              ? [
                  {
                    label: t('terms.monthly'),
                    value: withSource(terms.monthlyReview.title, terms.monthlyReview.source),
                  },
                ]
              : []),
          ]}
        />
      </Card>
      <Card title={t('terms.parameters')}>
        <DataTable
          isWide
          caption={t('terms.parameters')}
          rows={terms.parameters}
          rowKey={({ key }) => key}
          empty={<p>{t('terms.noParameters')}</p>}
          columns={[
            { key: 'label', title: t('statistics.parameter'), cell: ({ label, unit }) => `${label} ${unit}`.trim() },
            {
              key: 'cv',
              title: t('terms.maxCv'),
              cell: ({ maxCvPercent, cvSource }) => withSource(number(maxCvPercent, '%'), cvSource),
            },
            {
              key: 'calibration',
              title: t('terms.calibrationTolerance'),
              cell: ({ calibrationTolerance }) => toleranceText(calibrationTolerance),
            },
            {
              key: 'verification',
              title: t('terms.verificationTolerance'),
              cell: ({ verificationTolerance }) => toleranceText(verificationTolerance),
            },
            {
              key: 'factor',
              title: t('terms.hasFactor'),
              cell: ({ hasFactor }) => (hasFactor ? t('yes') : t('terms.noFactor')),
            },
          ]}
        />
      </Card>
    </>
  );

  function toleranceText({ percent, floor, source }: Tolerance): string {
    if (percent === null && floor === null) return t('blank');
    const parts = [percent === null ? '' : `${percent} %`, floor === null ? '' : t('terms.floorIs', { floor })];
    return withSource(`± ${parts.filter(Boolean).join(', ')}`, source);
  }
}

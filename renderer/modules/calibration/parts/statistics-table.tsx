import { useTranslation } from 'react-i18next';
import type { Judgement, ProcedureTerms, Statistics } from '../../../../shared/modules/calibration/terms.ts';
import { type Column, DataTable } from '../../../ui/data-table.tsx';
import { useSayWhy } from './use-say-why.ts';
import { VerdictMark } from './verdict-mark.tsx';

interface StatisticsTableProps {
  readonly caption: string;
  readonly judgement: Judgement;
  readonly terms: ProcedureTerms;
  readonly set: Statistics['set'];
  readonly materialKey: string | null;
}

/** Mean, SD and CV of each parameter in one series, limits beside the values, and the verdict with its reasons. */
export function StatisticsTable({ caption, judgement, terms, set, materialKey }: StatisticsTableProps) {
  const { t } = useTranslation('calibration');
  const sayWhy = useSayWhy(terms);
  const rows = judgement.statistics.filter((row) => row.set === set && row.materialKey === materialKey);
  const labelOf = (key: string) => terms.parameters.find((parameter) => parameter.key === key)?.label ?? key;
  const withUnit = (value: string | null, unit: string) => (value === null ? '–' : `${value} ${unit}`.trim());
  const hasTarget = set !== 'precision';
  return (
    <DataTable
      isWide
      caption={caption}
      rows={rows}
      rowKey={(row) => row.parameter}
      empty={<p>{t('statistics.none')}</p>}
      columns={[
        { key: 'parameter', title: t('statistics.parameter'), cell: (row) => labelOf(row.parameter) },
        {
          key: 'n',
          title: t('statistics.n'),
          kind: 'number',
          cell: (row) =>
            row.excludedCount + row.droppedCount === 0
              ? row.n
              : t('statistics.nOf', { n: row.n, left: row.excludedCount + row.droppedCount }),
        },
        { key: 'mean', title: t('statistics.mean'), kind: 'number', cell: (row) => withUnit(row.mean, row.unit) },
        { key: 'sd', title: t('statistics.sd'), kind: 'number', cell: (row) => row.sd ?? '–' },
        {
          key: 'cv',
          title: t('statistics.cv'),
          kind: 'number',
          cell: (row) =>
            beside(withUnit(row.cvPercent, '%'), row.maxCvPercent === null ? null : `${row.maxCvPercent} %`, t),
        },
        ...(hasTarget
          ? ([
              {
                key: 'assigned',
                title: t('statistics.assigned'),
                kind: 'number',
                cell: (row) => withUnit(row.assigned, row.unit),
              },
              {
                key: 'difference',
                title: t('statistics.difference'),
                kind: 'number',
                cell: (row) => beside(differenceOf(row), row.limit === null ? null : `± ${row.limit}`, t),
              },
            ] satisfies Column<Statistics>[])
          : []),
        {
          key: 'verdict',
          title: t('statistics.verdict'),
          cell: (row) => (row.verdict === null ? '–' : <VerdictMark verdict={row.verdict} whys={sayWhy(row.whys)} />),
        },
      ]}
    />
  );
}

type Translate = ReturnType<typeof useTranslation<'calibration'>>['t'];

/** A value with its limit; a limit that nobody entered is said to be missing. */
function beside(value: string, limit: string | null, t: Translate): string {
  return `${value} (${limit === null ? t('noLimit') : t('limit', { limit })})`;
}

function differenceOf(row: Statistics): string {
  if (row.difference === null) return '–';
  return row.differencePercent === null ? row.difference : `${row.difference} (${row.differencePercent} %)`;
}

import { useTranslation } from 'react-i18next';
import type { Comparison } from '../../../../shared/modules/microscopy/contract.ts';
import { showPercent } from '../../../../shared/modules/microscopy/rules-tally.ts';
import { useSay } from '../../../i18n/say.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { toneOfVerdict } from '../../../ui/verdict-tone.ts';

/** PASS, FAIL or CANNOT EVALUATE, and why. */
export function ComparedVerdict({ compared }: { readonly compared: Comparison }) {
  const { t } = useTranslation('microscopy');
  const say = useSay();
  return (
    <Banner tone={toneOfVerdict[compared.verdict]} title={t(`verdict.${compared.verdict}`)}>
      {compared.why.map((why) => (
        <p key={why}>{say(`microscopy.why.${why}`)}</p>
      ))}
    </Banner>
  );
}

/** Class by class: both shares, and the limits around the first. */
export function Compared({ compared }: { readonly compared: Comparison }) {
  const { t } = useTranslation('microscopy');
  const { first, second } = compared;
  const share = (cells: number, percent: number): string =>
    `${cells} (${t('count.percent', { percent: showPercent(percent) })})`;
  return (
    <Card title={t('compare.result')}>
      <p>{t('compare.about')}</p>
      <DataTable
        caption={t('compare.result')}
        rows={compared.rows}
        rowKey={({ key }) => key}
        isWide
        columns={[
          { key: 'class', title: t('record.class'), cell: ({ name }) => name },
          {
            key: 'first',
            title: `${t('compare.first')}: ${first.by}`,
            kind: 'number',
            cell: (row) => share(row.first, row.firstPercent),
          },
          {
            key: 'second',
            title: `${t('compare.second')}: ${second.by}`,
            kind: 'number',
            cell: (row) => share(row.second, row.secondPercent),
          },
          {
            key: 'limits',
            title: t('compare.limits'),
            kind: 'number',
            cell: ({ low, high }) => t('record.limitsOf', { low: showPercent(low), high: showPercent(high) }),
          },
          {
            key: 'within',
            title: t('scale.verdict'),
            cell: ({ isWithin }) => (
              <StateMark tone={isWithin ? 'good' : 'stop'}>
                {t(isWithin ? 'compare.within' : 'compare.outside')}
              </StateMark>
            ),
          },
        ]}
      />
    </Card>
  );
}

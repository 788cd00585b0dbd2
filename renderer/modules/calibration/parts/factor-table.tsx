import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { FactorPoint } from '../../../../shared/modules/calibration/verification-contract.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { VerdictMark } from './verdict-mark.tsx';

/** The same figures as the picture, and who stands for them. */
export function FactorTable({ points }: { readonly points: readonly FactorPoint[] }) {
  const { t } = useTranslation('calibration');
  const percent = (value: string | null) => (value === null ? '–' : `${value} %`);
  return (
    <DataTable
      isWide
      caption={t('factors.table')}
      rows={points}
      rowKey={({ hash, parameter }) => `${hash} ${parameter}`}
      empty={<p>{t('factors.empty')}</p>}
      columns={[
        {
          key: 'on',
          title: t('factors.on'),
          cell: ({ on, sessionId }) =>
            sessionId === null ? (
              formatCivilDay(on)
            ) : (
              // In a sentence of its own: folded, the cell would stretch the link.
              <span>
                <Link to="/calibrations/$sessionId" params={{ sessionId }}>
                  {formatCivilDay(on)}
                </Link>
              </span>
            ),
        },
        { key: 'parameter', title: t('statistics.parameter'), cell: ({ label }) => label },
        { key: 'before', title: t('factors.before'), kind: 'number', cell: ({ before }) => percent(before) },
        { key: 'after', title: t('factors.after'), kind: 'number', cell: ({ after }) => percent(after) },
        { key: 'shadow', title: t('factors.shadow'), kind: 'number', cell: ({ shadow }) => percent(shadow) },
        {
          key: 'found',
          title: t('factors.asFound'),
          kind: 'number',
          cell: ({ asFoundPercent }) => percent(asFoundPercent),
        },
        {
          key: 'left',
          title: t('factors.asLeft'),
          kind: 'number',
          cell: ({ asLeftPercent }) => percent(asLeftPercent),
        },
        { key: 'decision', title: t('factor.decision'), cell: ({ decision }) => t(`factors.decision.${decision}`) },
        {
          key: 'verdict',
          title: t('statistics.verdict'),
          cell: ({ verdict }) => (verdict === null ? '–' : <VerdictMark verdict={verdict} />),
        },
        { key: 'by', title: t('factors.by'), cell: ({ by, note }) => [by, note].filter(Boolean).join('. ') },
      ]}
    />
  );
}

import { useTranslation } from 'react-i18next';
import type { PartMovement } from '../../../../shared/modules/maintenance/service-contract.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { TimeText } from '../../../ui/time-text.tsx';

/** Parts that came, were used or counted; the sign says which way. */
export function MovementTable({ rows }: { readonly rows: readonly PartMovement[] }) {
  const { t } = useTranslation('service');
  return (
    <DataTable
      caption={t('part.movements')}
      rows={rows}
      rowKey={(row) => row.hash}
      empty={<p>{t('part.none')}</p>}
      columns={[
        { key: 'when', title: t('part.columns.when'), cell: (row) => <TimeText at={row.at} /> },
        {
          key: 'what',
          title: t('part.columns.what'),
          cell: (row) => [t(`part.movement.${row.kind}`), row.note].filter(Boolean).join(': '),
        },
        {
          key: 'part',
          title: t('part.columns.part'),
          cell: (row) => [row.partName, row.partNumber].filter(Boolean).join(' · '),
        },
        {
          key: 'count',
          title: t('part.columns.count'),
          kind: 'number',
          cell: (row) => (row.change > 0 ? `+${row.change}` : `${row.change}`.replace('-', '−')),
        },
        { key: 'lot', title: t('part.columns.lot'), kind: 'code', cell: (row) => row.lotOrSerial },
        { key: 'who', title: t('part.columns.who'), cell: (row) => row.actor },
      ]}
    />
  );
}

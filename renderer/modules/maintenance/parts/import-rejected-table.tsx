import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportOptions, RejectedRow } from '../../../../shared/modules/maintenance/import-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { MutationError } from '../../../ui/loaded.tsx';

/** Rows read at once when all are asked for; what the host gives in one answer. */
const PAGE = 1000;

interface RejectedTableProps {
  readonly importId: string;
  /** Those under choice, or null for an import that was confirmed. */
  readonly options: ImportOptions | null;
  readonly rows: readonly RejectedRow[];
  readonly total: number;
}

/** Every row that is not taken, with its place in the sheet and the reason. */
export function RejectedTable({ importId, options, rows, total }: RejectedTableProps) {
  const { t } = useTranslation('sheetImport');
  const say = useSay();
  const [isWhole, setWhole] = useState(false);
  const all = useQuery(
    useApi().maintenance.import.rejected.queryOptions({
      input: { importId, options, offset: 0, limit: PAGE },
      enabled: isWhole,
    }),
  );
  if (total === 0) {
    return null;
  }
  const shown = all.data?.rows ?? rows;
  return (
    <Card
      title={t('check.rejectedTitle')}
      action={
        shown.length < total && !isWhole ? (
          <Button onPress={() => setWhole(true)}>{t('check.allRejected', { count: total })}</Button>
        ) : undefined
      }
    >
      <MutationError mutation={all} />
      <DataTable
        caption={t('check.rejectedTitle')}
        rows={shown}
        rowKey={(row) => `${row.row} ${row.code} ${row.column}`}
        columns={[
          { key: 'row', title: t('check.row'), cell: (row) => row.row },
          {
            key: 'reason',
            title: t('check.reason'),
            cell: (row) => say(`import.reason.${row.code}`, { column: row.column, value: row.value }),
          },
          {
            key: 'column',
            title: t('check.column'),
            cell: (row) => t(`field.${row.column as 'task'}`, { defaultValue: row.column }),
          },
          { key: 'value', title: t('check.value'), kind: 'code', cell: (row) => row.value },
          { key: 'cells', title: t('check.cells'), cell: (row) => row.cells.filter(Boolean).join(' | ') },
        ]}
      />
    </Card>
  );
}

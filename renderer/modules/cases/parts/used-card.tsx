import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../../../../shared/modules/cases/case-contract.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { shownMinutes } from './say-case.ts';

/** What went into the case: parts and hours. */
export function UsedCard({ of }: { readonly of: CaseDetail }) {
  const { t } = useTranslation('cases');
  return (
    <>
      {of.parts.length > 0 && (
        <Card title={t('part.list')}>
          <DataTable
            caption={t('part.list')}
            rows={of.parts}
            rowKey={({ at, name }) => `${at} ${name}`}
            columns={[
              {
                key: 'name',
                title: t('part.name'),
                cell: ({ name, number }) => [name, number].filter(Boolean).join(', '),
              },
              { key: 'count', title: t('part.count'), kind: 'number', cell: ({ count }) => count },
              { key: 'lot', title: t('part.lotOrSerial'), kind: 'code', cell: ({ lotOrSerial }) => lotOrSerial },
            ]}
          />
        </Card>
      )}
      {of.times.length > 0 && (
        <Card title={t('time.list')}>
          <DataTable
            caption={t('time.list')}
            rows={of.times}
            rowKey={({ at, minutes }) => `${at} ${minutes}`}
            columns={[
              { key: 'on', title: t('time.on'), cell: ({ on }) => formatCivilDay(on) },
              { key: 'kind', title: t('time.kindLabel'), cell: ({ kind }) => t(`time.kind.${kind}`) },
              { key: 'minutes', title: t('time.length'), kind: 'number', cell: ({ minutes }) => shownMinutes(minutes) },
              { key: 'note', title: t('time.note'), cell: ({ note, by }) => [note, by].filter(Boolean).join(', ') },
            ]}
          />
        </Card>
      )}
    </>
  );
}

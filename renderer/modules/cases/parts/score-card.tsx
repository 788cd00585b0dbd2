import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../../../../shared/modules/cases/case-contract.ts';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { useSayTerm } from './say-case.ts';

/** The priority as the sum it is: every addend with its reason, also those that do not apply. */
export function ScoreCard({ of }: { readonly of: CaseDetail }) {
  const { t } = useTranslation('cases');
  const sayTerm = useSayTerm();
  return (
    <Card title={t('score.title', { score: of.score })}>
      <DataTable
        caption={t('score.title', { score: of.score })}
        rows={of.terms}
        rowKey={({ key }) => key}
        columns={[
          {
            key: 'why',
            title: t('score.why'),
            cell: (term) =>
              term.applies === 'unknown' ? <StateMark tone="unknown">{sayTerm(term)}</StateMark> : sayTerm(term),
          },
          {
            key: 'points',
            title: t('score.points'),
            kind: 'number',
            cell: ({ points, weight }) => t('score.of', { points, weight }),
          },
        ]}
      />
    </Card>
  );
}

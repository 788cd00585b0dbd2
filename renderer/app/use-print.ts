import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useApi } from '../data/data-layer.tsx';
import type { Action } from './action-bar.tsx';

/** The way to a report of this screen's subject, with its answers filled in; none where this bench has no such report. */
export function usePrint(reportId: string, answers: Readonly<Record<string, string>>): readonly Action[] {
  const { t } = useTranslation('reports');
  const navigate = useNavigate();
  const reports = useQuery(useApi().reports.ids.queryOptions());
  return reports.data?.includes(reportId) === true
    ? [
        {
          label: t('print'),
          onPress: () => void navigate({ to: '/reports/$reportId', params: { reportId }, search: answers }),
        },
      ]
    : [];
}

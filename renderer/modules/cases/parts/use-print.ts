import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../../app/action-bar.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import type { FormStart } from '../search.ts';

/** The way to a report of this screen's subject, with its answers filled in; none where this bench has no such report. */
export function usePrint(reportId: string, search: FormStart): readonly Action[] {
  const { t } = useTranslation('reports');
  const navigate = useNavigate();
  const reports = useQuery(useApi().reports.list.queryOptions());
  return reports.data?.some(({ id }) => id === reportId) === true
    ? [
        {
          label: t('print'),
          onPress: () => void navigate({ to: '/reports/$reportId', params: { reportId }, search }),
        },
      ]
    : [];
}

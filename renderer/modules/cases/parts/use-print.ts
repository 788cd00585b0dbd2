import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../../app/action-bar.tsx';
import type { FormStart } from '../search.ts';

/** The way to a report of this screen's subject, with its answers filled in. */
export function usePrint(reportId: string, search: FormStart): readonly Action[] {
  const { t } = useTranslation('reports');
  const navigate = useNavigate();
  return [
    {
      label: t('print'),
      onPress: () => void navigate({ to: '/reports/$reportId', params: { reportId }, search }),
    },
  ];
}

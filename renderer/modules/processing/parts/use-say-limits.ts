import { useTranslation } from 'react-i18next';
import type { Criterion } from '../../../../shared/modules/processing/terms.ts';

/** The limits of a number in words; a blank one says that it is blank. */
export function useSayLimits() {
  const { t } = useTranslation('processing');
  return ({ low, high, unit }: Pick<Criterion, 'low' | 'high' | 'unit'>): string =>
    low === null && high === null
      ? t('grading.noLimits')
      : `${t('grading.limits', { low: low ?? '–', high: high ?? '–' })} ${unit}`.trim();
}

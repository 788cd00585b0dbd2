import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';

/** One run, step by step. */
export function RunScreen() {
  const { t } = useTranslation('sop');
  return <Screen title={t('run.title')}>{null}</Screen>;
}

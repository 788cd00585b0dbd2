import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';

/** A run of an effective version is begun. */
export function RunStartScreen() {
  const { t } = useTranslation('sop');
  return <Screen title={t('run.start.title')}>{null}</Screen>;
}

import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';

export function AboutScreen() {
  const { t } = useTranslation('system');
  return <Screen title={t('title')}>{null}</Screen>;
}

import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';

export function ErrorScreen() {
  const { t } = useTranslation('errors');
  return <Screen title={t('title')}>{null}</Screen>;
}

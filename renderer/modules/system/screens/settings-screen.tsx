import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';

export function SettingsScreen() {
  const { t } = useTranslation('system');
  return <Screen title={t('title')}>{null}</Screen>;
}

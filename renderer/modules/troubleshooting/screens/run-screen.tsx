import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';

export function RunScreen() {
  const { t } = useTranslation('troubleshooting');
  return <Screen title={t('title')}>{null}</Screen>;
}

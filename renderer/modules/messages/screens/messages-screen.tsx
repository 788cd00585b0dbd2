import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';

export function MessagesScreen() {
  const { t } = useTranslation('messages');
  return <Screen title={t('title')}>{null}</Screen>;
}

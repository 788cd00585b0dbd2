import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';

export function TimelineScreen() {
  const { t } = useTranslation('instruments');
  return <Screen title={t('title')}>{null}</Screen>;
}

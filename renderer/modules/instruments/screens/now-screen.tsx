import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';

export function NowScreen() {
  const { t } = useTranslation('instruments');
  return <Screen title={t('title')}>{null}</Screen>;
}

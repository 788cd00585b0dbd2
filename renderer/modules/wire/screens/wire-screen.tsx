import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';

export function WireScreen() {
  const { t } = useTranslation('wire');
  return <Screen title={t('title')}>{null}</Screen>;
}

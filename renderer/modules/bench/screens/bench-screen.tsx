import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';

export function BenchScreen() {
  const { t } = useTranslation('bench');
  return <Screen title={t('title')}>{null}</Screen>;
}

import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';

/** What people do differently and asked to be changed. */
export function RequestsScreen() {
  const { t } = useTranslation('sop');
  return <Screen title={t('library.title')}>{null}</Screen>;
}

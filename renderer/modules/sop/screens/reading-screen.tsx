import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';

/** What is to be read by whoever acts. */
export function ReadingScreen() {
  const { t } = useTranslation('sop');
  return <Screen title={t('library.title')}>{null}</Screen>;
}

import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';

/** What is effective, what waits for someone, what is due for review. */
export function LibraryScreen() {
  const { t } = useTranslation('sop');
  return <Screen title={t('library.title')}>{null}</Screen>;
}

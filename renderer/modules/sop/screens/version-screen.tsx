import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';

/** One version as it reads, and what is to be done with it. */
export function VersionScreen() {
  const { t } = useTranslation('sop');
  return <Screen title={t('library.title')}>{null}</Screen>;
}

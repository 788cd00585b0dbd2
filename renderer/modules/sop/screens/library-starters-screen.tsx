import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';

/** Starter procedures that may be taken as drafts. */
export function StartersScreen() {
  const { t } = useTranslation('sop');
  return <Screen title={t('library.title')}>{null}</Screen>;
}

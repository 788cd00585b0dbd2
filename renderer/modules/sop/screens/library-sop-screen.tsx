import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';

/** One procedure: its versions and its history. */
export function SopScreen() {
  const { t } = useTranslation('sop');
  return <Screen title={t('library.title')}>{null}</Screen>;
}

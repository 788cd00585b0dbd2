import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';

/** Procedures from a file. */
export function SopImportScreen() {
  const { t } = useTranslation('sop');
  return <Screen title={t('library.title')}>{null}</Screen>;
}

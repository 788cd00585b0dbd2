import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';

/** A draft, beside what it will look like. */
export function EditorScreen() {
  const { t } = useTranslation('sop');
  return <Screen title={t('library.title')}>{null}</Screen>;
}

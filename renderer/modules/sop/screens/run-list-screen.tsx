import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';

/** Runs of procedures, open ones first. */
export function RunListScreen() {
  const { t } = useTranslation('sop');
  return <Screen title={t('run.runs')}>{null}</Screen>;
}

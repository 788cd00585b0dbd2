import { useTranslation } from 'react-i18next';
import styles from '../../../ui/rows.module.css';

const steps = ['file', 'columns', 'check', 'done'] as const;

/** Which step of the four this is. */
export function ImportStepHead({ step }: { readonly step: (typeof steps)[number] }) {
  const { t } = useTranslation('sheetImport');
  return <p className={styles.muted}>{t('step', { number: steps.indexOf(step) + 1, name: t(`steps.${step}`) })}</p>;
}

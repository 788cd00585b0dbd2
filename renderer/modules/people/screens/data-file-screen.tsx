import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { FileEncryption } from '../parts/file-encryption.tsx';
import { KeyPlace } from '../parts/key-place.tsx';
import styles from '../parts/people.module.css';

/** The data file on this disk: whether it is encrypted, and the switch. */
export function DataFileScreen() {
  const { t } = useTranslation('people');
  return (
    <Screen title={t('encryption.screen')} crumbs={[{ label: t('admin.settings'), to: '/settings' }]}>
      <div className={styles.narrow}>
        <FileEncryption />
        <KeyPlace />
      </div>
    </Screen>
  );
}

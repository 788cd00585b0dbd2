import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useSayCode } from '../i18n/say.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { showScanNotice, useScanNotice } from './scan-notice.ts';
import styles from './scan-refused.module.css';

/** Says why a scanned code was not taken, over any screen and any sheet. */
export function ScanRefused() {
  const { t } = useTranslation('app');
  const sayCode = useSayCode();
  const notice = useScanNotice((state) => state.notice);
  if (notice === null) {
    return null;
  }
  return createPortal(
    // Not hidden by a sheet that is open, from eyes and screen readers alike.
    <div className={styles.place} data-react-aria-top-layer="true">
      <Banner
        tone="attention"
        isUrgent
        title={'word' in notice ? t(`scan.${notice.word}`) : sayCode(notice)}
        action={<Button icon="close" aria-label={t('scan.close')} onPress={() => showScanNotice(null)} />}
      />
    </div>,
    document.body,
  );
}

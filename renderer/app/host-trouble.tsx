import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostState } from '../../shared/shell/bridge.ts';
import { getBridge } from '../data/bridge.ts';
import { useSayCode } from '../i18n/say.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import styles from './host-trouble.module.css';
import { UnlockForm, wayToUnlock } from './unlock-form.tsx';

/** Says that the host could not be started, why, what is kept, and offers to try again. A short restart is not said here. */
export function HostTrouble() {
  const { t } = useTranslation('app');
  const sayCode = useSayCode();
  const [host, setHost] = useState<HostState | null>(null);
  useEffect(() => getBridge()?.onHostState(setHost), []);
  if (host?.state !== 'failed') {
    return null;
  }
  const way = wayToUnlock(host);
  return (
    <div className={styles.place}>
      <Banner
        tone="stop"
        isUrgent
        title={t('hostFailed.title')}
        action={
          <Button look={way === null ? 'primary' : 'secondary'} onPress={() => void getBridge()?.retryHost()}>
            {t('hostFailed.retry')}
          </Button>
        }
      >
        {host.code !== null && <p>{sayCode({ code: host.code, data: host.data })}</p>}
        <p>{t('hostFailed.kept')}</p>
        {way !== null && <UnlockForm way={way} />}
        {host.hasOtherSites && (
          <Button onPress={() => void getBridge()?.openNextSite()}>{t('hostFailed.otherSite')}</Button>
        )}
      </Banner>
    </div>
  );
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../../app/button-link.tsx';
import { useSession } from '../../../data/session.ts';
import { Button } from '../../../ui/button.tsx';
import styles from './owner-offer.module.css';

/** Put off until the window is opened again; it stays in Settings all the time. */
let isPutOff = false;

/** While there is no account: the offer to make one, after everything that is about instruments. Nothing waits for it. */
export function OwnerOffer() {
  const { t } = useTranslation('bench');
  const { held } = useSession();
  const [isHidden, setHidden] = useState(isPutOff);
  if (held?.state !== 'no-owner' || isHidden) {
    return null;
  }
  return (
    <section className={styles.offer} aria-label={t('owner.title')}>
      <p>
        <strong>{t('owner.title')}</strong> {t('owner.more')}
      </p>
      <span className={styles.ways}>
        <ButtonLink to="/people/owner" icon="person">
          {t('owner.setUp')}
        </ButtonLink>
        <Button
          look="quiet"
          onPress={() => {
            isPutOff = true;
            setHidden(true);
          }}
        >
          {t('owner.later')}
        </Button>
      </span>
    </section>
  );
}

import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../../app/button-link.tsx';
import { useSession } from '../../../data/session.ts';
import { Card } from '../../../ui/card.tsx';
import styles from './settings.module.css';

/** The way to accounts, to one's own account, and to the data file's encryption. */
export function PeopleCard() {
  const { t } = useTranslation('system');
  const { held, may } = useSession();
  const hasOwner = held !== undefined && held.state !== 'no-owner';
  return (
    <Card title={t('settings.people')}>
      <p className={styles.more}>{t(hasOwner ? 'settings.peopleMore' : 'settings.noOwnerMore')}</p>
      <div className={styles.ways}>
        {hasOwner ? (
          <>
            <ButtonLink to="/people" icon="person">
              {t('settings.toPeople')}
            </ButtonLink>
            <ButtonLink to="/account">{t('settings.toAccount')}</ButtonLink>
            {may('audit-trail.see') && <ButtonLink to="/audit-trail">{t('settings.toAuditTrail')}</ButtonLink>}
          </>
        ) : (
          <ButtonLink to="/people/owner" icon="person">
            {t('settings.setUpOwner')}
          </ButtonLink>
        )}
        <ButtonLink to="/data-file" icon="lock">
          {t('settings.toDataFile')}
        </ButtonLink>
      </div>
    </Card>
  );
}

import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCommands } from '../../../app/commands.ts';
import styles from '../../../ui/tabs.module.css';

const places = [
  'work-orders',
  'lists',
  'downtime',
  'parts',
  'campaigns',
  'availability',
  'self-audit',
  'import',
] as const;

/** The way between the screens about all instruments' service. */
export function ServiceLayout() {
  const { t } = useTranslation('service');
  const navigate = useNavigate();
  useCommands(
    'service',
    places.map((place) => ({
      id: `service-${place}`,
      label: t(`places.${place}`),
      detail: t('title'),
      run: () => void navigate({ to: `/service/${place}` }),
    })),
    'service',
  );
  return (
    <>
      <div className={styles.head}>
        <nav className={styles.tabs} aria-label={t('places.label')}>
          {places.map((place) => (
            <Link key={place} to={`/service/${place}`} className={styles.tab} replace>
              {t(`places.${place}`)}
            </Link>
          ))}
        </nav>
      </div>
      <Outlet />
    </>
  );
}

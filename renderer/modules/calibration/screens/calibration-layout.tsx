import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCommands } from '../../../app/commands.ts';
import styles from '../../../ui/tabs.module.css';

const places = ['instruments', 'standards', 'certificates', 'impact', 'procedures'] as const;

/** The way between the screens about all calibrations and what they rest on. */
export function CalibrationLayout() {
  const { t } = useTranslation('calibration');
  const navigate = useNavigate();
  useCommands(
    'calibration',
    places.map((place) => ({
      id: `calibration-${place}`,
      label: t(`places.${place}`),
      detail: t('title'),
      run: () => void navigate({ to: `/calibration/${place}` }),
    })),
    'calibration',
  );
  return (
    <>
      <div className={styles.head}>
        <nav className={styles.tabs} aria-label={t('places.label')}>
          {places.map((place) => (
            <Link key={place} to={`/calibration/${place}`} className={styles.tab} replace>
              {t(`places.${place}`)}
            </Link>
          ))}
        </nav>
      </div>
      <Outlet />
    </>
  );
}

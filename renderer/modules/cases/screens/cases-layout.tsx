import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCommands } from '../../../app/commands.ts';
import styles from '../../../ui/tabs.module.css';

const places = ['list', 'visits', 'installations', 'notices'] as const;

/** The way between cases and what is done around them. */
export function CasesLayout() {
  const { t } = useTranslation('cases');
  const navigate = useNavigate();
  useCommands(
    'cases',
    places.map((place) => ({
      id: `cases-${place}`,
      label: t(`places.${place}`),
      detail: t('title'),
      run: () => void navigate({ to: `/cases/${place}` }),
    })),
    'cases',
  );
  return (
    <>
      <div className={styles.head}>
        <nav className={styles.tabs} aria-label={t('places.label')}>
          {places.map((place) => (
            <Link key={place} to={`/cases/${place}`} className={styles.tab} replace>
              {t(`places.${place}`)}
            </Link>
          ))}
        </nav>
      </div>
      <Outlet />
    </>
  );
}

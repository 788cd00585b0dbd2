import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCommands } from '../../../app/commands.ts';
import styles from '../../../ui/tabs.module.css';

const places = ['library', 'runs', 'reading', 'requests', 'starters', 'import'] as const;

/** The way between the lists of procedures. */
export function ProceduresLayout() {
  const { t } = useTranslation('sop');
  const navigate = useNavigate();
  useCommands(
    'procedures',
    places.map((place) => ({
      id: `procedures-${place}`,
      label: t(`library.places.${place}`),
      detail: t('library.title'),
      run: () => void navigate({ to: `/procedures/${place}` }),
    })),
    'procedures',
  );
  return (
    <>
      <div className={styles.head}>
        <nav className={styles.tabs} aria-label={t('library.places.label')}>
          {places.map((place) => (
            <Link key={place} to={`/procedures/${place}`} className={styles.tab} replace>
              {t(`library.places.${place}`)}
            </Link>
          ))}
        </nav>
      </div>
      <Outlet />
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useApi } from '../data/data-layer.tsx';
import { useSession } from '../data/session.ts';
import { formatDay } from '../i18n/time.ts';
import { Icon } from '../ui/icons.tsx';
import styles from './top-line.module.css';

/** In view on every screen, and only when it matters: the hub is out of reach, or records are here alone for too long. */
export function SyncMark() {
  const { t } = useTranslation('app');
  const { may } = useSession();
  const { data } = useQuery({ ...useApi().sync.state.queryOptions(), enabled: may('lab.see') });
  const { unsent, isOverdue, hub, push } = data ?? {};
  const isOffline = hub != null && push?.state === 'waiting' && (unsent?.count ?? 0) > 0;
  if (unsent === undefined || (!isOverdue && !isOffline)) {
    return null;
  }
  return (
    <Link to="/sync" className={styles.sync} data-overdue={isOverdue || undefined}>
      <Icon name={isOverdue ? 'attention' : 'network'} />
      <span>
        {isOverdue && unsent.since !== null
          ? t('topLine.unsentSince', { at: formatDay(unsent.since) })
          : t('topLine.offlineUnsent', { count: unsent.count })}
      </span>
    </Link>
  );
}

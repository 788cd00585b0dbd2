import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useApi } from '../data/data-layer.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { MutationError } from '../ui/loaded.tsx';
import styles from './top-line.module.css';

/** Which site is open, in view on every screen of a laptop that carries more than one. */
export function SiteMark() {
  const { t } = useTranslation('sites');
  const { sites = [] } = useQuery(useApi().sync.sites.list.queryOptions()).data ?? {};
  const open = sites.find(({ isOpen }) => isOpen);
  if (open === undefined || sites.length < 2) {
    return null;
  }
  const name = open.name || t('noSite');
  return (
    <Link to="/sync/sites" className={styles.sync} aria-label={t('mark', { name })}>
      <Icon name="bench" />
      <span>{name}</span>
    </Link>
  );
}

/** The way to the other sites for whoever has no account in the open one. */
export function OtherSites() {
  const { t } = useTranslation('sites');
  const api = useApi().sync.sites;
  const { sites = [] } = useQuery(api.list.queryOptions()).data ?? {};
  const open = useMutation(api.open.mutationOptions());
  return (
    <>
      {sites
        .filter(({ isOpen }) => !isOpen)
        .map(({ id, name }) => (
          <Button key={id} look="quiet" isPending={open.isPending} onPress={() => open.mutate({ id })}>
            {t('openNamed', { name: name || t('noSite') })}
          </Button>
        ))}
      <MutationError mutation={open} />
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../../app/button-link.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useSayCode } from '../../../i18n/say.ts';
import { Banner } from '../../../ui/banner.tsx';

/** What is wrong with this bench itself (disk, store, clock): nothing while all is well. */
export function HealthBanners() {
  const { t } = useTranslation('bench');
  const sayCode = useSayCode();
  const health = useQuery(useApi().system.health.queryOptions()).data;
  if (health === undefined) {
    return null;
  }
  const isBroken = health.store !== 'ok';
  return (
    <>
      {isBroken && (
        <Banner
          tone="stop"
          isUrgent
          title={sayCode({
            code: health.code ?? `store/${health.store}`,
            data: { freeMegabytes: health.freeMegabytes },
          })}
          action={<ButtonLink to="/about">{t('health.details')}</ButtonLink>}
        />
      )}
      {health.conflictCount > 0 && (
        <Banner
          tone="attention"
          title={t('health.conflicts')}
          action={<ButtonLink to="/conflicts">{t('health.toConflicts')}</ButtonLink>}
        />
      )}
      {health.warnings.map((warning) => (
        <Banner key={warning.code} tone="attention" title={sayCode(warning)} />
      ))}
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { TimeText } from '../../../ui/time-text.tsx';

/** A warning before work begins that another workstation has done already; nothing where none has. */
export function DoneElsewhere({ planId, occurrence }: { readonly planId: string; readonly occurrence: string }) {
  const { t } = useTranslation('joining');
  const found = useQuery(
    useApi().joining.doneElsewhere.queryOptions({
      input: { planId, occurrence },
      meta: { topics: ['joining', 'maintenance'] },
    }),
  ).data;
  if (found === undefined || found.length === 0) {
    return null;
  }
  return (
    <Banner tone="attention" title={t('done.title')}>
      {found.map(({ title, byName, workstation, at }) => (
        <p key={`${at} ${workstation}`}>
          {t('done.line', { title, name: byName, workstation })} <TimeText at={at} look="full" />
        </p>
      ))}
      <p>{t('done.more')}</p>
    </Banner>
  );
}

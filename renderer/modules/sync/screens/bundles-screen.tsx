import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { BundleWork } from '../../../../shared/modules/sync/bundles-contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { getBridge } from '../../../data/bridge.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { formatBytes, formatCount } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { BackupFileCard, UpdateCard } from '../parts/backup-file-card.tsx';
import { BundleHistory } from '../parts/bundle-history.tsx';
import { CarriedCard } from '../parts/carried-card.tsx';
import { ReadBundleCard } from '../parts/read-bundle-card.tsx';
import { ReceiptCard } from '../parts/receipt-card.tsx';
import { WriteBundleCard } from '../parts/write-bundle-card.tsx';

/** Records on a stick: written, looked at, taken, handed on, and proved to be in two places. */
export function BundlesScreen() {
  const { t } = useTranslation('bundles');
  const { t: tSync } = useTranslation('sync');
  const { may } = useSession();
  const work = useQuery(useApi().sync.bundles.work.queryOptions());
  const isBusy = work.data != null;
  const mayCarry = may('records.carry');
  return (
    <Screen title={t('title')} crumbs={[{ label: tSync('title'), to: '/sync' }]}>
      <p>{t('what')}</p>
      {work.data != null && <Work work={work.data} />}
      {mayCarry && getBridge() === null && <p>{t('noDialog')}</p>}
      {mayCarry && (
        <>
          <WriteBundleCard isBusy={isBusy} />
          <ReadBundleCard isBusy={isBusy} />
          <ReceiptCard />
        </>
      )}
      {may('machine.manage') && (
        <>
          <BackupFileCard isBusy={isBusy} />
          <UpdateCard />
        </>
      )}
      <CarriedCard mayCarry={mayCarry && !isBusy} />
      <BundleHistory />
    </Screen>
  );
}

function Work({ work }: { readonly work: BundleWork }) {
  const { t } = useTranslation('bundles');
  const stop = useMutation(useApi().sync.bundles.stop.mutationOptions());
  const { kind, file, done, total } = work;
  const say = kind === 'writing' ? formatCount : formatBytes;
  return (
    <Banner
      tone="info"
      title={t(`work.${kind}`, { file })}
      action={
        kind !== 'looking' && (
          <Button onPress={() => stop.mutate(undefined)} isPending={stop.isPending}>
            {t('work.stop')}
          </Button>
        )
      }
    >
      {total !== null && t('work.of', { done: say(done), total: say(total) })}
    </Banner>
  );
}

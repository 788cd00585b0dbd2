import { useTranslation } from 'react-i18next';
import type { InstrumentCard } from '../../../../shared/modules/instruments/contract.ts';
import type { Readiness } from '../../../../shared/modules/maintenance/readiness.ts';
import type { RtsRow } from '../../../../shared/modules/maintenance/service-contract.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';

interface ServiceStatusProps {
  readonly readiness: Readiness;
  readonly card: InstrumentCard;
  readonly openLists: readonly RtsRow[];
}

/** Is it in service? One sentence, the reason, and what holds all the same. */
export function ServiceStatus({ readiness, card, openLists }: ServiceStatusProps) {
  const { t } = useTranslation('service');
  const { override } = readiness;
  const openCount = openLists.reduce((sum, list) => sum + list.openItemCount, 0);
  const isOut = card.serviceStatus === 'out-of-service' || openLists.length > 0;
  return (
    <>
      {isOut ? (
        <Banner tone={override === null ? 'stop' : 'attention'} title={t('status.notInService')}>
          <p>
            {openLists.length === 0
              ? t('status.outOfService')
              : openCount > 0
                ? t('status.notInServiceMore', { count: openCount })
                : t('status.waitsForReview')}
          </p>
          <p>{t('status.reviewNeverBlocks')}</p>
        </Banner>
      ) : (
        <Served readiness={readiness} card={card} />
      )}
      {override !== null && (
        <Banner
          tone="attention"
          title={t('status.override', {
            until: formatInstant(override.until, 'minutes'),
            by: override.by,
            reason: override.reason,
          })}
        >
          <p>{t('status.overrideMore')}</p>
        </Banner>
      )}
    </>
  );
}

function Served({ readiness, card }: Pick<ServiceStatusProps, 'readiness' | 'card'>) {
  const { t } = useTranslation('service');
  if (card.serviceStatus === 'retired') {
    return <Banner tone="info" title={t('status.retired')} />;
  }
  if (card.serviceStatus === 'restricted') {
    return <Banner tone="attention" title={t('status.restricted')} />;
  }
  switch (readiness.state) {
    case 'red':
      return <Banner tone="stop" title={t('status.inServiceNotReady')} />;
    case 'amber':
      return <Banner tone="attention" title={t('status.inServiceRemarks')} />;
    case 'not-set-up':
      return <Banner tone="unknown" title={t('status.notSetUp')} />;
    default:
      return <Banner tone="good" title={t('status.inService')} />;
  }
}

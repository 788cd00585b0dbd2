import { useTranslation } from 'react-i18next';
import { formatInstant } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';

interface ClockBannerProps {
  readonly clock: {
    readonly state: 'ok' | 'behind' | 'stepped';
    readonly now: string;
    readonly newestAt: string | null;
  };
}

/** Said when the machine's clock can not be right. Nothing is refused for it, and both times are kept. */
export function ClockBanner({ clock }: ClockBannerProps) {
  const { t } = useTranslation('agenda');
  if (clock.state === 'ok') {
    return null;
  }
  const newest = clock.newestAt === null ? '' : formatInstant(clock.newestAt, 'minutes');
  return (
    <Banner tone="attention" title={t(`clock.${clock.state}`)}>
      <p>{t(`clock.${clock.state}More`, { newest, now: formatInstant(clock.now, 'minutes') })}</p>
    </Banner>
  );
}

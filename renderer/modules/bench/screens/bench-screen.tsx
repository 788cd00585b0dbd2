import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { compareAttention } from '../../../../shared/kernel/attention.ts';
import type { InstrumentCard } from '../../../../shared/modules/instruments/contract.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { preloadScreens } from '../../../app/preload-screens.ts';
import { useReadinessOfAll } from '../../../app/readiness.ts';
import { Screen } from '../../../app/screen.tsx';
import { getBridge } from '../../../data/bridge.ts';
import { useCards } from '../../../data/data-layer.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { BenchCard } from '../parts/bench-card.tsx';
import { goesToPath } from '../parts/goes-to.ts';
import { HealthBanners } from '../parts/health-banners.tsx';
import { OpenRuns } from '../parts/open-runs.tsx';
import { OwnerOffer } from '../parts/owner-offer.tsx';
import { ReadinessLine } from '../parts/readiness-line.tsx';
import styles from './bench-screen.module.css';

/** Every instrument of this bench, what needs a person first. The primary button is the gravest card's next step. */
export function BenchScreen() {
  const { t } = useTranslation('bench');
  const router = useRouter();
  const cards = useCards();
  const readiness = useReadinessOfAll();
  const sorted = cards.data?.toSorted(compareAttention) ?? [];
  const first = sorted.find((card) => card.tone !== 'good' && goesToPath(card) !== null);
  const isEmpty = cards.data?.length === 0;
  const isUsable = cards.data !== undefined;
  useEffect(() => {
    if (isUsable) {
      getBridge()?.mark('page-usable');
      preloadScreens(router);
    }
  }, [isUsable, router]);
  const primary = isEmpty
    ? { label: t('empty.add'), onPress: () => void router.navigate({ to: '/instruments/new' }) }
    : first === undefined || first.next.goesTo === 'none'
      ? undefined
      : {
          label: t('do', { name: first.name, action: t(`goesTo.${first.next.goesTo}`) }),
          onPress: () => void router.navigate({ to: goesToPath(first) ?? '/bench' }),
        };
  return (
    <Screen title={t('title')} {...(primary === undefined ? {} : { actions: { primary } })}>
      <HealthBanners />
      <Loaded query={cards} waiting={<CardsOutline />}>
        {() =>
          isEmpty ? (
            <>
              <EmptyState title={t('empty.title')}>{t('empty.more')}</EmptyState>
              <OwnerOffer />
            </>
          ) : (
            <>
              <div className={styles.head}>
                <Summary cards={sorted} />
                <ButtonLink to="/instruments/new" look="quiet" icon="add">
                  {t('add')}
                </ButtonLink>
              </div>
              <ul className={styles.cards} aria-label={t('list')}>
                {sorted.map((card) => (
                  <li key={card.id} className={styles.item}>
                    <BenchCard card={card} />
                    <ReadinessLine readiness={readiness?.get(card.id)} />
                  </li>
                ))}
              </ul>
              <OpenRuns />
              <OwnerOffer />
            </>
          )
        }
      </Loaded>
    </Screen>
  );
}

/** The first question of every screen: is it all right? */
function Summary({ cards }: { readonly cards: readonly InstrumentCard[] }) {
  const { t } = useTranslation('bench');
  const total = cards.length;
  const count = (...tones: InstrumentCard['tone'][]) => cards.filter((card) => tones.includes(card.tone)).length;
  const needy = count('attention', 'stop');
  const unknown = count('unknown');
  if (needy > 0) {
    return (
      <StateMark tone={count('stop') > 0 ? 'stop' : 'attention'}>
        {t('summary.attention', { count: needy, total })}
      </StateMark>
    );
  }
  if (unknown > 0) {
    return <StateMark tone="unknown">{t('summary.unknown', { count: unknown, total })}</StateMark>;
  }
  return <StateMark tone="good">{t('summary.good', { count: total })}</StateMark>;
}

/** Empty outlines where the cards will be, so that nothing jumps when they come. */
function CardsOutline() {
  return (
    <div className={styles.cards} aria-hidden="true">
      <div className={styles.outline} />
      <div className={styles.outline} />
    </div>
  );
}

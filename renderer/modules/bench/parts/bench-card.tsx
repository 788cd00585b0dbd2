import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstrumentCard } from '../../../../shared/modules/instruments/contract.ts';
import { useSay } from '../../../i18n/say.ts';
import { formatInstant, formatTimeOfDay, isSameDay } from '../../../i18n/time.ts';
import { Icon } from '../../../ui/icons.tsx';
import { joinClasses } from '../../../ui/join-classes.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './bench-card.module.css';
import { goesToPath } from './goes-to.ts';

/**
 * One instrument as one button: how it is, why, what to do. Redrawn only when its card changed; the nodes stay the same,
 * so nothing flickers and a finger on it does not miss.
 */
export const BenchCard = memo(function BenchCard({ card }: { readonly card: InstrumentCard }) {
  const { t } = useTranslation('bench');
  const say = useSay();
  const path = goesToPath(card);
  const hasAction = card.tone !== 'good' && card.tone !== 'not-set-up' && path !== null && card.next.goesTo !== 'none';
  return (
    <Link
      to={path ?? `/instruments/${card.id}/now`}
      className={joinClasses(styles.card, styles[card.tone])}
      data-instrument={card.id}
      data-tone={card.tone}
    >
      <span className={styles.head}>
        <span className={styles.name}>{card.name}</span>
        <span className={styles.which}>{describeUnit(card)}</span>
      </span>
      <span className={styles.state}>
        <StateMark tone={card.tone}>
          {card.tone === 'good' ? t(`card.operational.${card.operationalStatus}`) : t(`card.tone.${card.tone}`)}
        </StateMark>
        <span className={styles.reason}>{say(card.next.key, card.next.data)}</span>
      </span>
      <span className={styles.facts}>
        <Fact label={t('card.link')}>
          {card.link.kind === 'none' ? (
            t('card.noWire')
          ) : (
            <>
              {t(`card.linkState.${card.link.state}`)}, {t(`card.talk.${card.talk}`)}
              <span className={styles.where}>{card.link.where}</span>
            </>
          )}
        </Fact>
        <Fact label={t('card.lastHeard')}>
          <TimeText at={card.lastHeardAt} />
        </Fact>
        <Fact label={t('card.errors')}>
          <ErrorCounts errors={card.activeErrors} />
        </Fact>
        <Fact label={t('card.today')}>{card.messageCountToday}</Fact>
        {card.lastBackground !== null && (
          <Fact label={t('card.background')}>
            {t(`card.backgroundVerdict.${card.lastBackground.verdict}`, { at: shortTime(card.lastBackground.at) })}
          </Fact>
        )}
      </span>
      {hasAction && (
        <span className={styles.action}>
          {t(`goesTo.${card.next.goesTo as 'errors'}`)} <Icon name="next" />
        </span>
      )}
    </Link>
  );
});

function Fact({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <span className={styles.fact}>
      <span className={styles.label}>{label} </span>
      <span className={styles.value}>{children}</span>
    </span>
  );
}

function ErrorCounts({ errors }: { readonly errors: InstrumentCard['activeErrors'] }) {
  const { t } = useTranslation('bench');
  const parts = (['stop', 'warn', 'info'] as const)
    .map((severity) => ({ severity, count: errors.filter((error) => error.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => t(`card.severity.${severity}`, { count }));
  return parts.length === 0 ? t('card.noErrors') : parts.join(', ');
}

function describeUnit(card: InstrumentCard): string {
  const serial = card.serialNumber === '' ? '' : `#${card.serialNumber}`;
  const model = card.name.includes(card.model) ? '' : card.model;
  return [model, serial, card.place].filter(Boolean).join(' · ');
}

function shortTime(at: string): string {
  return isSameDay(at, new Date().toISOString()) ? formatTimeOfDay(at, 'minutes') : formatInstant(at, 'minutes');
}

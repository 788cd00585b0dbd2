import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgendaItem } from '../../../../shared/modules/maintenance/agenda-contract.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Button } from '../../../ui/button.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { toneOfVerdict } from '../../../ui/verdict-tone.ts';
import styles from './agenda-rows.module.css';
import { toneOfDue } from './core-tones.ts';

interface AgendaRowProps {
  readonly item: AgendaItem;
  /** Without the instrument's name where the screen says it already. */
  readonly isNamed: boolean;
  readonly onStart: (item: AgendaItem) => void;
  readonly onWhy: (item: AgendaItem) => void;
}

/** One task of the agenda: how it stands, what it is, why, and one way to begin. */
export const AgendaRow = memo(function AgendaRow({ item, isNamed, onStart, onWhy }: AgendaRowProps) {
  const { t } = useTranslation('agenda');
  const what = `${item.title}, ${item.instrumentName}`;
  return (
    <div className={styles.row}>
      <div className={styles.words}>
        <span className={styles.first}>
          <StateMark tone={toneOfDue[item.state]}>{t(`state.${item.state}`)}</StateMark>
          <span className={styles.title}>{item.title}</span>
          {item.isFailing && <StateMark tone={toneOfVerdict.fail}>{t('failing')}</StateMark>}
        </span>
        <span className={styles.rest}>
          {isNamed && <span>{item.instrumentName}</span>}
          <DueText item={item} />
          {item.missedCount > 0 && <span>{t('missedCount', { count: item.missedCount })}</span>}
          <CounterText item={item} />
          <span>
            {item.last === null ? t('lastNone') : t('last', { date: formatCivilDay(item.last.on), by: item.last.by })}
          </span>
          {item.owner === 'vendor' && <span>{t('vendor')}</span>}
          {item.skip !== null && <span>{t('skipped', { reason: item.skip.reason })}</span>}
          {item.draft !== null && <span>{t('draftOf', { by: item.draft.by })}</span>}
        </span>
      </div>
      <span className={styles.buttons}>
        <Button look="quiet" aria-label={`${t('why')} ${what}`} onPress={() => onWhy(item)}>
          {t('why')}
        </Button>
        <Button
          aria-label={`${item.draft === null ? t('start') : t('goOn')}: ${what}`}
          data-agenda-start
          onPress={() => onStart(item)}
        >
          {item.draft === null ? t('start') : t('goOn')}
        </Button>
      </span>
    </div>
  );
});

function DueText({ item }: { readonly item: AgendaItem }) {
  const { t } = useTranslation('agenda');
  if (item.dueOn === null) {
    return item.cause === 'counter' ? null : <span>{t('noDate')}</span>;
  }
  const date = formatCivilDay(item.dueOn);
  const past = item.daysPast ?? 0;
  const text =
    past === 0
      ? t('dueToday')
      : past === 1
        ? t('dueYesterday', { date })
        : past > 1
          ? t('duePast', { date, days: past })
          : t('dueOn', { date });
  return (
    <>
      <span>
        {text}
        {item.shift !== '' && `, ${item.shift}`}
      </span>
      {item.state === 'due' && item.windowClosesOn !== null && item.windowClosesOn !== item.dueOn && (
        <span>{t('graceUntil', { date: formatCivilDay(item.windowClosesOn) })}</span>
      )}
    </>
  );
}

function CounterText({ item }: { readonly item: AgendaItem }) {
  const { t } = useTranslation('agenda');
  const { counter } = item;
  if (counter === null) {
    return null;
  }
  return (
    <span>
      {counter.used === null
        ? t('unread')
        : t('used', { used: counter.used, every: counter.every, unit: counter.unit })}
    </span>
  );
}

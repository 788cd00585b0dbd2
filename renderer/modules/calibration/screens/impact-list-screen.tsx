import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { ShowField } from '../../../app/show-field.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';

const shownCount = 200;

/** What was found out of tolerance, and whether the work that rests on it was looked at. */
export function ImpactListScreen() {
  const { t } = useTranslation('calibration');
  const say = useSay();
  const [show, setShow] = useState<'open' | 'all'>('open');
  const reviews = useQuery(
    useApi().calibration.standards.impact.list.queryOptions({
      input: { show, limit: shownCount },
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <Screen title={t('places.impact')}>
      <ShowField value={show} onChange={setShow} />
      <Loaded query={reviews}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t('impact.empty')}>{t('impact.emptyMore')}</EmptyState>
          ) : (
            <ul className={styles.rows}>
              {rows.map((row) => (
                <li key={row.id}>
                  <Link to="/impact-reviews/$reviewId" params={{ reviewId: row.id }} className={styles.row}>
                    <span className={styles.main}>
                      <StateMark tone={row.answer === null ? 'stop' : 'good'}>
                        {row.answer === null ? t('impact.open') : say(`standards.outcome.${row.answer.outcome}`)}
                      </StateMark>
                      <span className={styles.text}>{row.name}</span>
                    </span>
                    <span className={styles.rest}>
                      <span>{t('impact.foundOn', { day: formatCivilDay(row.foundOn) })}</span>
                      <span>
                        {row.lastGoodOn === null
                          ? t('impact.neverGood')
                          : t('impact.lastGood', { day: formatCivilDay(row.lastGoodOn) })}
                      </span>
                      {row.hasConflict && <StateMark tone="attention">{t('conflict')}</StateMark>}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Screen>
  );
}

import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../../app/button-link.tsx';
import type { HostClient } from '../../../data/client.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import styles from './agenda-rows.module.css';

export type DueBaths = Awaited<ReturnType<HostClient['processing']['due']>>[number];

const isPast = (state: DueBaths['stations'][number]['state']): boolean => state !== 'due-soon';

/** Whether some bath is to be changed now; what is only near leaves the agenda calm. */
export const hasPastBath = (rows: readonly DueBaths[]): boolean =>
  rows.some(({ stations }) => stations.some(({ state }) => isPast(state)));

/** Baths that are to be changed, one row an instrument, what comes first in front; nothing where there is none. */
export function AgendaBaths({ rows }: { readonly rows: readonly DueBaths[] }) {
  const { t } = useTranslation('agenda');
  const say = useSay();
  if (rows.length === 0) return null;
  const count = rows.reduce((sum, { stations }) => sum + stations.length, 0);
  return (
    <section className={styles.group} aria-labelledby="agenda-baths">
      <h2 id="agenda-baths">
        {t('group.baths')} <span className={styles.count}>{count}</span>
      </h2>
      <ul className={styles.rows}>
        {rows.map(({ instrumentId, instrumentName, stations }) => {
          const first = stations[0];
          return (
            <li key={instrumentId}>
              <div className={styles.row}>
                <div className={styles.words}>
                  <span className={styles.first}>
                    {first !== undefined && (
                      <StateMark tone={first.state === 'expired' || first.state === 'overdue' ? 'stop' : 'attention'}>
                        {say(`processing.state.${first.state}`)}
                      </StateMark>
                    )}
                    <span className={styles.title}>{instrumentName}</span>
                  </span>
                  <span className={styles.rest}>
                    {stations
                      .map(({ position, content, dueOn }) =>
                        [`${position} ${content}`, dueOn === null ? '' : formatCivilDay(dueOn)]
                          .filter(Boolean)
                          .join(', '),
                      )
                      .join(' · ')}
                  </span>
                </div>
                <ButtonLink
                  to="/instruments/$id/baths"
                  params={{ id: instrumentId }}
                  aria-label={`${t('openBaths')}: ${instrumentName}`}
                >
                  {t('openBaths')}
                </ButtonLink>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Loaded } from '../../../ui/loaded.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { toneOfVerdict } from '../../../ui/verdict-tone.ts';
import styles from './agenda-rows.module.css';

interface PerformedListProps {
  readonly instrumentId: string | null;
  readonly planId: string | null;
}

const shownRows = 30;

/** What was done, newest first; each opens its record. */
export function PerformedList({ instrumentId, planId }: PerformedListProps) {
  const { t } = useTranslation('plan');
  const { t: tTask } = useTranslation('task');
  const history = useQuery(
    useApi().maintenance.tasks.history.queryOptions({
      input: { instrumentId, planId, fromOn: null, toOn: null, only: 'all', before: null, limit: shownRows },
    }),
  );
  return (
    <Loaded query={history}>
      {({ rows }) =>
        rows.length === 0 ? (
          <p>{t('historyNone')}</p>
        ) : (
          <ul className={styles.rows}>
            {rows.map((row) => (
              <li key={row.hash}>
                <Link to="/tasks/$hash" params={{ hash: row.hash }} className={styles.row}>
                  <span className={styles.words}>
                    <span className={styles.first}>
                      <StateMark tone={toneOfVerdict[row.verdict]}>{tTask(`verdict.${row.verdict}`)}</StateMark>
                      <span className={styles.title}>{row.title}</span>
                      {row.isVoided && <StateMark tone="attention">{tTask('voided')}</StateMark>}
                      {row.isConflict && <StateMark tone="attention">{tTask('conflict')}</StateMark>}
                    </span>
                    <span className={styles.rest}>
                      <span>{formatCivilDay(row.performedOn)}</span>
                      <span>{row.by}</span>
                      <span>{tTask(`countsAs.${row.countsAs}`)}</span>
                      {row.isLateEntry && <span>{tTask('lateEntry')}</span>}
                      {row.isAmended && <span>{tTask('amended')}</span>}
                      {row.needsReview && row.review === null && <span>{tTask('toReview')}</span>}
                    </span>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

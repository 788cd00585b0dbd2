import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { SessionRows } from '../parts/session-rows.tsx';
import { StandingMark } from '../parts/standing-mark.tsx';

const shownCount = 50;

/** What is under way, what waits for review, and where the verification of each instrument stands. */
export function CalibrationOverviewScreen() {
  const { t } = useTranslation('calibration');
  const api = useApi().calibration;
  const list = (state: 'running' | 'to-review') =>
    api.sessions.list.queryOptions({ input: { instrumentId: null, kind: null, state, limit: shownCount } });
  const running = useQuery(list('running'));
  const toReview = useQuery(list('to-review'));
  const standing = useQuery({
    ...api.verification.standing.queryOptions({
      input: { instrumentId: null },
      meta: { topics: ['calibration', 'instruments', 'maintenance'] },
    }),
  });
  return (
    <Screen title={t('title')}>
      {running.data !== undefined && running.data.rows.length > 0 && (
        <Card title={t('overview.running')}>
          <SessionRows rows={running.data.rows} isNamed />
        </Card>
      )}
      {toReview.data !== undefined && toReview.data.rows.length > 0 && (
        <Card title={t('overview.toReview')}>
          <SessionRows rows={toReview.data.rows} isNamed />
        </Card>
      )}
      <Loaded query={standing}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t('overview.empty')}>{t('overview.emptyMore')}</EmptyState>
          ) : (
            <Card title={t('overview.standing')}>
              <ul className={styles.rows}>
                {rows.map((row) => (
                  <li key={row.instrumentId}>
                    <Link to="/instruments/$id/calibration" params={{ id: row.instrumentId }} className={styles.row}>
                      <span className={styles.main}>
                        <span className={styles.text}>{row.instrumentName}</span>
                        <StandingMark standing={row} />
                      </span>
                      <span className={styles.rest}>
                        {row.openTriggers.map(({ triggerId, kind }) => (
                          <span key={triggerId}>{t(`reason.${kind}`)}</span>
                        ))}
                        {!row.isProcedureConfirmed && <span>{t('overview.notConfirmed')}</span>}
                        {row.monthlyReview !== null && row.monthlyReview.missing.length > 0 && (
                          <span>{t('overview.monthsMissing', { count: row.monthlyReview.missing.length })}</span>
                        )}
                      </span>
                    </Link>
                  </li>
                ))}
              </ul>
            </Card>
          )
        }
      </Loaded>
    </Screen>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';

/** How each model is calibrated and verified: confirmed from its manual, or still an outline with blanks (finding CC8c). */
export function CalibrationProceduresScreen() {
  const { t } = useTranslation('calibration');
  const procedures = useQuery(
    useApi().calibration.procedures.list.queryOptions({ meta: { topics: ['calibration', 'instruments'] } }),
  );
  return (
    <Screen title={t('places.procedures')}>
      <p>{t('procedures.more')}</p>
      <Loaded query={procedures}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t('overview.empty')}>{t('overview.emptyMore')}</EmptyState>
          ) : (
            <ul className={styles.rows}>
              {rows.map((row) => (
                <li key={row.definitionKey}>
                  <Link
                    to="/calibration-procedures/$definitionKey"
                    params={{ definitionKey: row.definitionKey }}
                    className={styles.row}
                  >
                    <span className={styles.main}>
                      <StateMark tone={!row.isConfirmed ? 'not-set-up' : row.blanks.length > 0 ? 'attention' : 'good'}>
                        {row.isConfirmed ? t('procedures.confirmed') : t('procedures.notConfirmed')}
                      </StateMark>
                      <span className={styles.text}>{row.model}</span>
                    </span>
                    <span className={styles.rest}>
                      {row.blanks.length > 0 && <span>{t('procedures.blanks', { count: row.blanks.length })}</span>}
                      {row.confirmedAt !== null && (
                        <span>
                          {t('by', { actor: row.confirmedBy })}, <TimeText at={row.confirmedAt} look="day" />
                        </span>
                      )}
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

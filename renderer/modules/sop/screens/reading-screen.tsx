import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ReadingRow } from '../../../../shared/modules/sop/version-contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';

/** What is to be read by whoever acts, the most urgent first. */
export function ReadingScreen() {
  const { t } = useTranslation('sop');
  const navigate = useNavigate();
  const { person } = useSession();
  const mine = useQuery(useApi().sop.readings.mine.queryOptions({ meta: { topics: ['sop', 'people'] } }));
  const first = mine.data?.[0];
  return (
    <Screen
      title={t('reading.title')}
      {...(first === undefined
        ? {}
        : {
            actions: {
              primary: {
                label: t('reading.first', { title: first.title }),
                onPress: () =>
                  void navigate({
                    to: '/procedures/sops/$sopId/versions/$versionId',
                    params: { sopId: first.sopId, versionId: first.versionId },
                  }),
              },
            },
          })}
    >
      <Loaded query={mine}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t(person === null ? 'reading.noPerson' : 'reading.done')}>
              <p>{t(person === null ? 'reading.noPersonMore' : 'reading.doneMore')}</p>
            </EmptyState>
          ) : (
            <ul className={styles.rows}>
              {rows.map((row) => (
                <li key={row.versionId}>
                  <ToRead row={row} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Screen>
  );
}

function ToRead({ row }: { readonly row: ReadingRow }) {
  const { t } = useTranslation('sop');
  const { sopId, versionId, isLate } = row;
  const date = formatCivilDay(row.readBy);
  return (
    <Link to="/procedures/sops/$sopId/versions/$versionId" params={{ sopId, versionId }} className={styles.row}>
      <span className={styles.main}>
        <StateMark tone={isLate ? 'attention' : 'info'}>
          {isLate ? t('reading.late', { date }) : t('reading.toRead')}
        </StateMark>
        <span className={styles.text}>{`${row.code} ${row.title}`.trim()}</span>
      </span>
      <span className={styles.rest}>
        <span>{t('library.version', { number: row.versionNumber })}</span>
        <span>{t('library.since', { date: formatCivilDay(row.effectiveOn) })}</span>
        {!isLate && <span>{t('reading.by', { date })}</span>}
      </span>
    </Link>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VisitRow } from '../../../../shared/modules/cases/visit-contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { ShowField } from '../../../app/show-field.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { toneOfVisit } from '../parts/tones.ts';

/** Visits that are planned or under way, or all there ever were. */
export function VisitsScreen() {
  const { t } = useTranslation('visits');
  const navigate = useNavigate();
  const [show, setShow] = useState<'open' | 'all'>('open');
  const visits = useQuery(useApi().cases.visits.list.queryOptions({ input: { show, limit: 300 } }));
  return (
    <Screen
      title={t('title')}
      actions={{
        primary: { label: t('plan.title'), icon: 'add', onPress: () => void navigate({ to: '/plan-visit' }) },
      }}
    >
      <ShowField value={show} onChange={setShow} />
      <Loaded query={visits}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={show === 'open' ? t('list.emptyOpen') : t('list.emptyAll')}>
              <p>{t('list.emptyMore')}</p>
            </EmptyState>
          ) : (
            <ul className={styles.rows}>
              {rows.map((row) => (
                <li key={row.id}>
                  <VisitLine row={row} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Screen>
  );
}

function VisitLine({ row }: { readonly row: VisitRow }) {
  const { t } = useTranslation('visits');
  const times = [row.fromTime, row.toTime].filter(Boolean).join('–');
  return (
    <Link to="/visits/$visitId" params={{ visitId: row.id }} className={styles.row}>
      <span className={styles.main}>
        <StateMark tone={toneOfVisit[row.state]}>{t(`state.${row.state}`)}</StateMark>
        <span>{row.number}</span>
        <span className={styles.text}>{row.place}</span>
      </span>
      <span className={styles.rest}>
        <span>{[formatCivilDay(row.plannedOn), times].filter(Boolean).join(', ')}</span>
        {row.specialist !== '' && <span>{row.specialist}</span>}
        <span>{row.instrumentNames.join(', ')}</span>
        {row.openFollowUpCount > 0 && <span>{t('list.followUps', { count: row.openFollowUpCount })}</span>}
        {row.customer === 'earlier-state' && <StateMark tone="attention">{t('customer.outdated')}</StateMark>}
        {row.hasConflict && <StateMark tone="attention">{t('conflict')}</StateMark>}
      </span>
      <span className={styles.rest}>{row.purpose}</span>
    </Link>
  );
}

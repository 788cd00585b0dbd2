import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import rows from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import { MeetingCard } from '../parts/meeting-card.tsx';

/** First meeting of benches: what both of them know is proposed, a person decides, both histories stay (decision 20). */
export function MeetingsScreen() {
  const { t } = useTranslation('joining');
  const meetings = useQuery(useApi().joining.meetings.list.queryOptions());
  return (
    <Screen title={t('meetings.title')} crumbs={[{ label: t('place'), to: '/sync' }]}>
      <Loaded query={meetings}>
        {({ open, decided, benches }) => (
          <div className={rows.fields}>
            {open.length === 0 ? (
              <EmptyState title={t('meetings.none')}>{t('meetings.noneMore')}</EmptyState>
            ) : (
              <>
                <p>{t('meetings.intro')}</p>
                {open.map((meeting) => (
                  <MeetingCard key={`${meeting.a.id} ${meeting.b.id}`} meeting={meeting} />
                ))}
              </>
            )}
            {decided.length > 0 && (
              <Card title={t('meetings.decided')}>
                <ul className={rows.plain}>
                  {decided.map((pair) => (
                    <li key={pair.hash}>
                      {t(`meetings.${pair.subject}`)}: {pair.a.name || pair.a.id}, {pair.b.name || pair.b.id}{' '}
                      <StateMark tone="info">{t(pair.isSame ? 'meetings.isSame' : 'meetings.isApart')}</StateMark>
                      <span className={rows.rest}>
                        <span>{pair.byName}</span>
                        <TimeText at={pair.at} look="full" />
                        <span>{pair.reason}</span>
                      </span>
                    </li>
                  ))}
                </ul>
              </Card>
            )}
            {benches.length > 0 && (
              <Card title={t('meetings.benches')}>
                <ul className={rows.plain}>
                  {benches.map((bench) => (
                    <li key={bench.provisional}>
                      {t('meetings.benchJoined', { workstation: bench.workstation, site: bench.siteName })}{' '}
                      <TimeText at={bench.at} look="full" />
                    </li>
                  ))}
                </ul>
              </Card>
            )}
          </div>
        )}
      </Loaded>
    </Screen>
  );
}

import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import styles from '../parts/daily.module.css';
import { DailyTask } from '../parts/daily-task.tsx';

const route = getRouteApi('/daily/$instrumentId');

/**
 * All daily tasks, one after the other: type or scan, Enter, the next one. Each is stored by itself at once, so that an
 * interruption loses nothing.
 */
export function DailyScreen() {
  const { t } = useTranslation('daily');
  const { instrumentId } = route.useParams();
  const navigate = useNavigate();
  const [later, setLater] = useState<readonly string[]>([]);
  const daily = useQuery(
    useApi().maintenance.agenda.daily.queryOptions({
      input: { instrumentId: instrumentId === 'all' ? null : instrumentId, place: null },
    }),
  );
  const crumbs = [{ label: t('agenda'), to: '/agenda' }];
  return (
    <Loaded query={daily} waiting={<Screen title={t('title')}>{null}</Screen>}>
      {({ items, doneToday, today, shift }) => {
        // What was put off comes last, in the order it was put off.
        const order = [
          ...items.filter((item) => !later.includes(item.id)),
          ...later.flatMap((id) => items.filter((item) => item.id === id)),
        ];
        const current = order[0];
        const back = { label: t('back'), onPress: () => void navigate({ to: '/agenda' }) };
        if (current === undefined) {
          const isNone = doneToday.length === 0;
          return (
            <Screen title={t('title')} crumbs={crumbs} actions={{ primary: back }}>
              <EmptyState title={isNone ? t('none') : t('all')}>
                <p>{isNone ? t('noneMore') : t('allMore', { count: doneToday.length })}</p>
              </EmptyState>
            </Screen>
          );
        }
        return (
          <DailyTask
            key={current.id}
            item={current}
            today={today}
            crumbs={crumbs}
            progress={
              <p className={styles.progress}>
                {t('intro', { done: doneToday.length, count: doneToday.length + items.length })}
                {shift !== '' && ` ${t('shift', { shift })}.`}
              </p>
            }
            onLater={() => setLater([...later.filter((id) => id !== current.id), current.id])}
            side={
              <Card title={t('list')}>
                <ul className={styles.list}>
                  {order.map((item) => (
                    <li key={item.id} className={styles.line} data-current={item.id === current.id}>
                      <span>{item.title}</span>
                      <span className={styles.where}>
                        {item.instrumentName}, {t('toDo')}
                      </span>
                    </li>
                  ))}
                  {doneToday.map((done) => (
                    <li key={done.hash} className={styles.line}>
                      <StateMark tone="good">{done.title}</StateMark>
                      <span className={styles.where}>
                        {done.instrumentName}, {t('doneBy', { by: done.by })}
                      </span>
                    </li>
                  ))}
                </ul>
              </Card>
            }
          />
        );
      }}
    </Loaded>
  );
}

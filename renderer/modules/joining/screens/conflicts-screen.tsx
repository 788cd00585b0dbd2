import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import rows from '../../../ui/rows.module.css';
import { ConflictCard } from '../parts/conflict-card.tsx';
import { DecidedConflicts } from '../parts/decided-conflicts.tsx';

/** What benches decided apart: both sides, and the person who says which one counts. */
export function ConflictsScreen() {
  const { t } = useTranslation('joining');
  const api = useApi().joining.conflicts;
  const open = useQuery(api.list.queryOptions());
  const decided = useQuery(api.decided.queryOptions({ input: { limit: 50 } }));
  return (
    <Screen title={t('conflicts.title')} crumbs={[{ label: t('place'), to: '/sync' }]}>
      <Loaded query={open}>
        {(questions) =>
          questions.length === 0 ? (
            <EmptyState title={t('conflicts.none')}>{t('conflicts.noneMore')}</EmptyState>
          ) : (
            <div className={rows.fields}>
              <p>{t('conflicts.intro')}</p>
              {questions.map((question) => (
                <ConflictCard key={question.id} question={question} />
              ))}
            </div>
          )
        }
      </Loaded>
      <Loaded query={decided}>
        {(list) => (
          <Card title={t('conflicts.decided')}>
            {list.length === 0 ? <p>{t('conflicts.decidedNone')}</p> : <DecidedConflicts list={list} />}
          </Card>
        )}
      </Loaded>
    </Screen>
  );
}

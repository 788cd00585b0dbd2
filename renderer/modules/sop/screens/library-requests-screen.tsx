import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { ShowField } from '../../../app/show-field.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { RequestRows } from '../parts/library-requests.tsx';

const SHOWN = 200;

/** What people do differently and asked to be changed, the open ones first. */
export function RequestsScreen() {
  const { t } = useTranslation('sop');
  const [which, setWhich] = useState<'open' | 'all'>('open');
  const requests = useQuery(
    useApi().sop.requests.list.queryOptions({
      input: { sopId: null, onlyOpen: which === 'open', limit: SHOWN },
      meta: { topics: ['sop'] },
    }),
  );
  return (
    <Screen title={t('library.requestsTitle')}>
      <ShowField value={which} onChange={setWhich} />
      <Loaded query={requests}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t('library.requestsNone')}>
              <p>{t('library.requestsNoneMore')}</p>
            </EmptyState>
          ) : (
            <RequestRows requests={rows} isNamed />
          )
        }
      </Loaded>
    </Screen>
  );
}

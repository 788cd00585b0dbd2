import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { ShowField } from '../../../app/show-field.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { SearchField } from '../../../ui/text-field.tsx';
import { useIsDrawn } from '../../../ui/use-is-drawn.ts';
import { CaseRows } from '../parts/case-rows.tsx';
import { ProposalsCard } from '../parts/proposals-card.tsx';

/** Cases of all instruments, what presses most first; and what could become one. */
export function CasesScreen() {
  const { t } = useTranslation('cases');
  const navigate = useNavigate();
  const isDrawn = useIsDrawn();
  const [show, setShow] = useState<'open' | 'all'>('open');
  const [text, setText] = useState('');
  const search = useDeferredValue(text.trim());
  const cases = useQuery(
    useApi().cases.list.queryOptions({
      input: { instrumentId: null, show, search, limit: 300 },
      placeholderData: keepPreviousData,
      meta: { topics: ['cases', 'maintenance'] },
    }),
  );
  return (
    <Screen
      title={t('title')}
      actions={{
        primary: { label: t('openSheet.title'), icon: 'add', onPress: () => void navigate({ to: '/open-case' }) },
      }}
      side={isDrawn && <ProposalsCard instrumentId={null} />}
    >
      <ShowField value={show} onChange={setShow} />
      {show === 'all' && <SearchField label={t('list.search')} value={text} onChange={setText} />}
      <Loaded query={cases}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState
              title={
                search !== '' ? t('list.nothingFound') : show === 'open' ? t('list.emptyOpen') : t('list.emptyAll')
              }
            >
              {search === '' && <p>{t('list.emptyMore')}</p>}
            </EmptyState>
          ) : (
            <CaseRows rows={rows} isNamed />
          )
        }
      </Loaded>
    </Screen>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { ShowField } from '../../../app/show-field.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { NoticeRows } from '../parts/notice-rows.tsx';

/** Notices of makers: those that wait for an answer, or all that were imported. */
export function NoticesScreen() {
  const { t } = useTranslation('notices');
  const navigate = useNavigate();
  const [show, setShow] = useState<'open' | 'all'>('open');
  const notices = useQuery(
    useApi().cases.notices.list.queryOptions({
      input: { instrumentId: null, show, limit: 200 },
      meta: { topics: ['cases', 'instruments'] },
    }),
  );
  return (
    <Screen
      title={t('title')}
      actions={{
        primary: { label: t('import.button'), icon: 'file', onPress: () => void navigate({ to: '/import-notices' }) },
      }}
    >
      <ShowField value={show} onChange={setShow} />
      <Loaded query={notices}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={show === 'open' ? t('emptyOpen') : t('emptyAll')}>
              <p>{t('emptyMore')}</p>
            </EmptyState>
          ) : (
            <NoticeRows rows={rows} />
          )
        }
      </Loaded>
    </Screen>
  );
}

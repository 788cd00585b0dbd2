import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { ShowField } from '../../../app/show-field.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { RunRows } from '../parts/run-rows.tsx';

const open = ['started', 'paused'] as const;
const all = [...open, 'finished', 'signed', 'abandoned'] as const;

const firstPage = 60;
const mostRows = 500;

/** Runs of procedures: those that are open, or all there ever were; several may be open at once. */
export function RunListScreen() {
  const { t } = useTranslation('sop');
  const navigate = useNavigate();
  const [show, setShow] = useState<'open' | 'all'>('open');
  const [limit, setLimit] = useState(firstPage);
  const runs = useQuery(
    useApi().sop.runs.list.queryOptions({
      input: { sopId: null, instrumentId: null, states: [...(show === 'open' ? open : all)], limit },
    }),
  );
  return (
    <Screen
      title={t('run.runs')}
      actions={{
        primary: {
          label: t('run.start.action'),
          icon: 'add',
          onPress: () => void navigate({ to: '/procedures/start/$sopId', params: { sopId: 'choose' } }),
        },
      }}
    >
      <ShowField value={show} onChange={setShow} />
      <Loaded query={runs}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={show === 'open' ? t('run.list.emptyOpen') : t('run.list.emptyAll')}>
              <p>{t('run.list.emptyMore')}</p>
            </EmptyState>
          ) : (
            <>
              <RunRows rows={rows} />
              {rows.length === limit && limit < mostRows && (
                <Button onPress={() => setLimit(Math.min(mostRows, limit * 3))}>{t('run.list.more')}</Button>
              )}
            </>
          )
        }
      </Loaded>
    </Screen>
  );
}

import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { AgendaRow } from '../parts/agenda-row.tsx';
import { PerformedList } from '../parts/performed-list.tsx';
import { RuleText } from '../parts/rule-text.tsx';
import { WhySheet } from '../parts/why-sheet.tsx';

const route = getRouteApi('/plans/$planId');

/** One plan: its rule in words, where it comes from, its next dates, every change, and what was done under it. */
export function PlanScreen() {
  const { t } = useTranslation('plan');
  const { planId } = route.useParams();
  const api = useApi();
  const navigate = useNavigate();
  const [open, setOpen] = useState<'none' | 'why' | 'retire'>('none');
  const plan = useQuery(api.maintenance.plans.get.queryOptions({ input: { planId } }));
  const start = useMutation(
    api.maintenance.sheets.open.mutationOptions({
      onSuccess: ({ sheetId }) => void navigate({ to: '/sheets/$sheetId', params: { sheetId } }),
    }),
  );
  return (
    <Loaded query={plan} waiting={<Screen title={t('title')}>{null}</Screen>}>
      {(row) => (
        <Screen
          title={row.title}
          crumbs={[
            { label: t('agenda'), to: '/agenda' },
            { label: row.instrumentName, to: `/instruments/${row.instrumentId}/maintenance` },
          ]}
          actions={{
            state: <RecordMark place="saved-here" />,
            secondary: row.isRetired
              ? []
              : [
                  { label: t('retire'), onPress: () => setOpen('retire'), look: 'quiet' },
                  {
                    label: t('change'),
                    onPress: () => void navigate({ to: '/plans/$planId/change', params: { planId } }),
                  },
                ],
            ...(row.now === null
              ? {}
              : {
                  primary: {
                    label: t('start'),
                    isPending: start.isPending,
                    onPress: () => start.mutate({ planId, occurrence: row.now?.occurrence ?? null }),
                  },
                }),
          }}
          side={
            <Card title={t('changes')}>
              <ul>
                {row.history.map((entry) => (
                  <li key={entry.hash}>
                    {formatInstant(entry.at, 'minutes')} {entry.actor}
                    {entry.reason !== '' && `: ${entry.reason}`}
                    {entry.changes.map((change) => (
                      <div key={change.field}>{t('changeLine', change)}</div>
                    ))}
                  </li>
                ))}
              </ul>
            </Card>
          }
        >
          <MutationError mutation={start} />
          {row.hasConflict && <Banner tone="attention" title={t('conflict')} />}
          {row.isRetired && <Banner tone="info" title={t('retired')} />}
          {row.now !== null && (
            <Card>
              <AgendaRow
                item={row.now}
                isNamed
                onStart={(item) => start.mutate({ planId, occurrence: item.occurrence })}
                onWhy={() => setOpen('why')}
              />
            </Card>
          )}
          <Card title={t('rule')}>
            <p>
              <RuleText rule={row.ruleText} />
            </p>
            <KeyValue
              rows={[
                { label: t('nextDates'), value: row.nextDates.map(formatCivilDay).join(', ') },
                { label: t('source'), value: row.source },
              ]}
            />
          </Card>
          <Card title={t('history')}>
            <PerformedList instrumentId={row.instrumentId} planId={planId} />
          </Card>
          {open === 'why' && row.now !== null && <WhySheet item={row.now} onClose={() => setOpen('none')} />}
          {open === 'retire' && <RetireSheet planId={planId} onClose={() => setOpen('none')} />}
        </Screen>
      )}
    </Loaded>
  );
}

function RetireSheet({ planId, onClose }: { readonly planId: string; readonly onClose: () => void }) {
  const { t } = useTranslation('plan');
  const [reason, setReason] = useState('');
  const retire = useMutation(useApi().maintenance.plans.retire.mutationOptions({ onSuccess: onClose }));
  return (
    <Sheet
      title={t('retireTitle')}
      isOpen
      onOpenChange={onClose}
      isDismissable={false}
      actions={
        <Button
          look="primary"
          hint="Enter"
          isDisabled={reason.trim() === ''}
          isPending={retire.isPending}
          onPress={() => retire.mutate({ planId, reason })}
        >
          {t('retireSave')}
        </Button>
      }
    >
      <p>{t('retireMore')}</p>
      <TextField label={t('reason')} value={reason} onChange={setReason} isRequired autoFocus maxLength={500} />
      <MutationError mutation={retire} />
    </Sheet>
  );
}

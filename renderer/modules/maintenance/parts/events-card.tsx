import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type EventKind, eventKind } from '../../../../shared/modules/maintenance/terms.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

/** What happened to the instrument, and the work it asked for. */
export function EventsCard({ instrumentId }: { readonly instrumentId: string }) {
  const { t } = useTranslation('plan');
  const events = useQuery(useApi().maintenance.events.list.queryOptions({ input: { instrumentId, limit: 10 } }));
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Card title={t('events')} action={<Button onPress={() => setIsOpen(true)}>{t('eventNote')}</Button>}>
      <Loaded query={events}>
        {(rows) =>
          rows.length === 0 ? (
            <p>{t('eventsNone')}</p>
          ) : (
            <ul>
              {rows.map((event) => (
                <li key={event.eventId}>
                  {formatCivilDay(event.on)}: {t(`event.${event.kind}`)}
                  {event.note !== '' && `, ${event.note}`} ({event.by}),{' '}
                  {event.raised.length === 0
                    ? t('eventNothing')
                    : t('eventRaised', { tasks: event.raised.map(({ title }) => title).join(', ') })}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {isOpen && <EventSheet instrumentId={instrumentId} onClose={() => setIsOpen(false)} />}
    </Card>
  );
}

function EventSheet({ instrumentId, onClose }: { readonly instrumentId: string; readonly onClose: () => void }) {
  const { t } = useTranslation('plan');
  const [kind, setKind] = useState<EventKind | null>(null);
  const [words, setWords] = useState('');
  const note = useMutation(useApi().maintenance.events.note.mutationOptions({ onSuccess: onClose }));
  return (
    <Sheet
      title={t('eventNote')}
      isOpen
      onOpenChange={onClose}
      isDismissable={false}
      actions={
        <Button
          look="primary"
          hint="Enter"
          isDisabled={kind === null}
          isPending={note.isPending}
          onPress={() => kind !== null && note.mutate({ instrumentId, kind, on: null, note: words })}
        >
          {t('eventSave')}
        </Button>
      }
    >
      <SelectField<EventKind>
        label={t('eventKind')}
        value={kind}
        options={eventKind.options.map((value) => ({ value, label: t(`event.${value}`) }))}
        onChange={setKind}
        autoFocus
      />
      <TextField label={t('eventWords')} value={words} onChange={setWords} maxLength={1000} />
      <MutationError mutation={note} />
    </Sheet>
  );
}

import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RtsEvent } from '../../../../shared/modules/maintenance/service-terms.ts';
import { readCount } from '../../../app/typed-fields.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { EventsField } from './service-events-field.tsx';

interface ActProps {
  readonly workOrderId: string;
  readonly onClose: () => void;
}

/** Closes the order; what it means for the instrument is ticked and makes the return-to-service list at once. */
export function CompleteWorkOrderSheet({ workOrderId, onClose }: ActProps) {
  const { t } = useTranslation('service');
  const api = useApi().maintenance.service.workOrders;
  const navigate = useNavigate();
  const suggested = useQuery(api.suggestedEvents.queryOptions({ input: { workOrderId } }));
  const [whatWasDone, setWhatWasDone] = useState('');
  const [chosen, setChosen] = useState<RtsEvent[] | null>(null);
  const events = chosen ?? suggested.data ?? [];
  const complete = useMutation(
    api.complete.mutationOptions({
      onSuccess: ({ rtsId }) => {
        onClose();
        if (rtsId !== null) {
          void navigate({ to: '/return-to-service/$rtsId', params: { rtsId } });
        }
      },
    }),
  );
  // Without the suggestion a critical part could pass unticked: it is waited for, unless it can not be had.
  const isReady = suggested.data !== undefined || suggested.error !== null;
  return (
    <FormSheet
      title={t('workOrder.completeTitle')}
      saveLabel={t('workOrder.completeSave')}
      canSave={whatWasDone.trim() !== '' && isReady}
      hasLongText
      mutation={complete}
      onClose={onClose}
      onSave={() => complete.mutate({ workOrderId, whatWasDone, events })}
    >
      <TextField
        label={t('workOrder.whatWasDone')}
        value={whatWasDone}
        onChange={setWhatWasDone}
        isRequired
        autoFocus
        isLong
        maxLength={4000}
      />
      {isReady && (
        <EventsField
          label={t('workOrder.events')}
          description={t('workOrder.eventsMore')}
          values={events}
          onChange={setChosen}
        />
      )}
      {events.length === 0 && <Banner tone="info" title={t('workOrder.noEvents')} />}
    </FormSheet>
  );
}

/** Takes a part off the shelf for this order. */
export function UsePartSheet({ workOrderId, onClose }: ActProps) {
  const { t } = useTranslation('service');
  const api = useApi().maintenance.service;
  const parts = useQuery(api.parts.list.queryOptions({ input: { search: '', withWithdrawn: false } }));
  const [partId, setPartId] = useState<string | null>(null);
  const [count, setCount] = useState('1');
  const [lotOrSerial, setLotOrSerial] = useState('');
  const [note, setNote] = useState('');
  const take = useMutation(api.workOrders.usePart.mutationOptions({ onSuccess: onClose }));
  const number = readCount(count, 1);
  return (
    <FormSheet
      title={t('workOrder.usePart')}
      saveLabel={t('workOrder.usePartSave')}
      canSave={partId !== null && number !== null}
      mutation={take}
      onClose={onClose}
      onSave={() =>
        partId !== null && number !== null && take.mutate({ workOrderId, partId, count: number, lotOrSerial, note })
      }
    >
      <SelectField
        label={t('part.fields.part')}
        placeholder={t('part.fields.choosePart')}
        value={partId}
        onChange={setPartId}
        autoFocus
        options={(parts.data ?? []).map((part) => ({
          value: part.id,
          label: part.name,
          detail: [part.number, t('part.onHandMark', { count: part.onHand }), part.isCritical ? t('part.critical') : '']
            .filter(Boolean)
            .join(' · '),
        }))}
      />
      {parts.data?.length === 0 && <p>{t('part.emptyTitle')}</p>}
      <TextField
        label={t('part.fields.count')}
        value={count}
        onChange={setCount}
        isRequired
        inputMode="numeric"
        error={number === null ? t('part.badCount') : undefined}
        maxLength={5}
      />
      <TextField
        label={t('part.fields.lotOrSerial')}
        value={lotOrSerial}
        onChange={setLotOrSerial}
        isMono
        maxLength={120}
      />
      <TextField label={t('part.fields.note')} value={note} onChange={setNote} maxLength={500} />
    </FormSheet>
  );
}

export function NoteSheet({ workOrderId, onClose }: ActProps) {
  const { t } = useTranslation('service');
  const [text, setText] = useState('');
  const note = useMutation(useApi().maintenance.service.workOrders.note.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('workOrder.note')}
      saveLabel={t('workOrder.noteSave')}
      canSave={text.trim() !== ''}
      mutation={note}
      onClose={onClose}
      hasLongText
      onSave={() => note.mutate({ workOrderId, text })}
    >
      <TextField
        label={t('workOrder.noteText')}
        value={text}
        onChange={setText}
        isRequired
        autoFocus
        isLong
        maxLength={2000}
      />
    </FormSheet>
  );
}

/** Holds or cancels an order; both need their reason. */
export function WorkOrderStateSheet({ workOrderId, to, onClose }: ActProps & { readonly to: 'hold' | 'cancel' }) {
  const { t } = useTranslation('service');
  const [reason, setReason] = useState('');
  const setState = useMutation(
    useApi().maintenance.service.workOrders.setState.mutationOptions({ onSuccess: onClose }),
  );
  return (
    <FormSheet
      title={t(`workOrder.${to}`)}
      saveLabel={t('saveChange')}
      canSave={reason.trim() !== ''}
      mutation={setState}
      onClose={onClose}
      onSave={() => setState.mutate({ workOrderId, state: to === 'hold' ? 'on-hold' : 'cancelled', reason })}
    >
      <TextField
        label={t(to === 'hold' ? 'workOrder.holdWhy' : 'workOrder.cancelWhy')}
        value={reason}
        onChange={setReason}
        isRequired
        autoFocus
        maxLength={500}
      />
    </FormSheet>
  );
}

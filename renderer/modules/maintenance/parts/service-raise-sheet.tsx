import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type DowntimeKind,
  downtimeKind,
  type RtsEvent,
} from '../../../../shared/modules/maintenance/service-terms.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { EventsField } from './service-events-field.tsx';

interface RaiseSheetProps {
  readonly instrumentId: string;
  readonly onClose: () => void;
}

/** Says what was changed or repaired; the host makes the list of what must be proven. */
export function RaiseSheet({ instrumentId, onClose }: RaiseSheetProps) {
  const { t } = useTranslation('service');
  const navigate = useNavigate();
  const [events, setEvents] = useState<RtsEvent[]>([]);
  const [note, setNote] = useState('');
  const [kind, setKind] = useState<DowntimeKind | 'usual'>('usual');
  const raise = useMutation(
    useApi().maintenance.service.rts.raise.mutationOptions({
      onSuccess: ({ rtsId }) => {
        onClose();
        void navigate({ to: '/return-to-service/$rtsId', params: { rtsId } });
      },
    }),
  );
  return (
    <FormSheet
      title={t('raise.title')}
      saveLabel={t('raise.save')}
      canSave={events.length > 0}
      mutation={raise}
      onClose={onClose}
      onSave={() =>
        raise.mutate({
          instrumentId,
          events,
          note,
          downtimeKind: kind === 'usual' ? null : kind,
          workOrderId: null,
        })
      }
    >
      <EventsField
        label={t('raise.what')}
        description={t('raise.whatMore')}
        values={events}
        onChange={setEvents}
        autoFocus
      />
      <TextField label={t('raise.note')} value={note} onChange={setNote} maxLength={1000} />
      <ChoiceField
        label={t('raise.downtime')}
        layout="row"
        value={kind}
        onChange={setKind}
        choices={[
          { value: 'usual' as const, label: t('raise.usual') },
          ...downtimeKind.options.map((value) => ({ value, label: t(`downtime.kind.${value}`) })),
        ]}
      />
    </FormSheet>
  );
}

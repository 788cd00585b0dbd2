import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DowntimeRow } from '../../../../shared/modules/maintenance/service-contract.ts';
import {
  type DowntimeKind,
  downtimeKind,
  type ResultsAffected,
  resultsAffected,
} from '../../../../shared/modules/maintenance/service-terms.ts';
import { InstrumentField, MomentField } from '../../../app/typed-fields.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { readTypedMoment, typedMoment } from '../../../i18n/civil-day.ts';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

interface Fields {
  readonly kind: DowntimeKind;
  readonly cause: string;
  readonly from: string;
  readonly resultsAffected: ResultsAffected;
  readonly affectedNote: string;
}

interface SheetProps {
  readonly onClose: () => void;
}

/** Records that an instrument is, or was, out of service; without `instrumentId` it is asked for. */
export function StartDowntimeSheet(
  props: SheetProps & { readonly instrumentId: string | null; readonly workOrderId?: string },
) {
  const { t } = useTranslation('service');
  const [instrumentId, setInstrumentId] = useState(props.instrumentId);
  const [fields, setFields] = useState<Fields>(() => ({
    kind: 'unplanned',
    cause: '',
    from: typedMoment(new Date()),
    resultsAffected: 'unknown',
    affectedNote: '',
  }));
  const start = useMutation(useApi().maintenance.service.downtime.start.mutationOptions({ onSuccess: props.onClose }));
  const from = readTypedMoment(fields.from);
  return (
    <FormSheet
      title={t('downtime.start')}
      saveLabel={t('downtime.startSave')}
      canSave={instrumentId !== null && fields.cause.trim() !== '' && from !== null}
      mutation={start}
      onClose={props.onClose}
      onSave={() =>
        instrumentId !== null &&
        from !== null &&
        start.mutate({ ...fields, from, instrumentId, workOrderId: props.workOrderId ?? null })
      }
    >
      {props.instrumentId === null && <InstrumentField value={instrumentId} onChange={setInstrumentId} autoFocus />}
      <DowntimeFields fields={fields} onChange={setFields} isFirst={props.instrumentId !== null} />
    </FormSheet>
  );
}

/** Corrects a downtime; what was recorded before stays in the audit trail. */
export function ChangeDowntimeSheet({ row, onClose }: SheetProps & { readonly row: DowntimeRow }) {
  const { t } = useTranslation('service');
  const [fields, setFields] = useState<Fields>(() => ({
    kind: row.kind,
    cause: row.cause,
    from: typedMoment(new Date(row.from)),
    resultsAffected: row.resultsAffected,
    affectedNote: row.affectedNote,
  }));
  const [reason, setReason] = useState('');
  const change = useMutation(useApi().maintenance.service.downtime.change.mutationOptions({ onSuccess: onClose }));
  // A moment that was not touched keeps its seconds.
  const from = fields.from === typedMoment(new Date(row.from)) ? row.from : readTypedMoment(fields.from);
  return (
    <FormSheet
      title={t('downtime.changeTitle')}
      saveLabel={t('saveChange')}
      canSave={fields.cause.trim() !== '' && reason.trim() !== '' && from !== null}
      mutation={change}
      onClose={onClose}
      onSave={() => from !== null && change.mutate({ ...fields, from, downtimeId: row.id, reason })}
    >
      <DowntimeFields fields={fields} onChange={setFields} isFirst />
      <TextField label={t('reason')} value={reason} onChange={setReason} isRequired maxLength={500} />
    </FormSheet>
  );
}

/** Ends a downtime that no return-to-service list ends. */
export function EndDowntimeSheet({ row, onClose }: SheetProps & { readonly row: DowntimeRow }) {
  const { t } = useTranslation('service');
  const [at, setAt] = useState(() => typedMoment(new Date()));
  const [reason, setReason] = useState('');
  const end = useMutation(useApi().maintenance.service.downtime.end.mutationOptions({ onSuccess: onClose }));
  // Typed to the minute: an end in the minute of the start is not before it.
  const typed = readTypedMoment(at);
  const moment = typed !== null && typed < row.from && at === typedMoment(new Date(row.from)) ? row.from : typed;
  return (
    <FormSheet
      title={t('downtime.endTitle')}
      saveLabel={t('downtime.endSave')}
      canSave={moment !== null && reason.trim() !== ''}
      mutation={end}
      onClose={onClose}
      onSave={() => moment !== null && end.mutate({ downtimeId: row.id, at: moment, reason })}
    >
      <MomentField label={t('downtime.fields.to')} value={at} onChange={setAt} isRequired />
      <TextField label={t('reason')} value={reason} onChange={setReason} isRequired autoFocus maxLength={500} />
    </FormSheet>
  );
}

interface DowntimeFieldsProps {
  readonly fields: Fields;
  readonly onChange: (fields: Fields) => void;
  readonly isFirst: boolean;
}

function DowntimeFields({ fields, onChange, isFirst }: DowntimeFieldsProps) {
  const { t } = useTranslation('service');
  const set = (part: Partial<Fields>) => onChange({ ...fields, ...part });
  return (
    <>
      <TextField
        label={t('downtime.fields.cause')}
        value={fields.cause}
        onChange={(cause) => set({ cause })}
        isRequired
        autoFocus={isFirst}
        maxLength={1000}
      />
      <MomentField
        label={t('downtime.fields.from')}
        value={fields.from}
        onChange={(from) => set({ from })}
        isRequired
      />
      <ChoiceField
        label={t('downtime.fields.kind')}
        layout="row"
        value={fields.kind}
        onChange={(kind) => set({ kind })}
        choices={downtimeKind.options.map((value) => ({ value, label: t(`downtime.kind.${value}`) }))}
      />
      <ChoiceField
        label={t('downtime.fields.affected')}
        layout="row"
        value={fields.resultsAffected}
        onChange={(affected) => set({ resultsAffected: affected })}
        choices={resultsAffected.options.map((value) => ({ value, label: t(`downtime.choice.${value}`) }))}
      />
      <TextField
        label={t('downtime.fields.affectedNote')}
        value={fields.affectedNote}
        onChange={(affectedNote) => set({ affectedNote })}
        maxLength={1000}
      />
    </>
  );
}

import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkOrderRow } from '../../../../shared/modules/maintenance/service-contract.ts';
import {
  type WorkOrderKind,
  type WorkOwner,
  workOrderKind,
  workOwner,
} from '../../../../shared/modules/maintenance/service-terms.ts';
import { DayField, InstrumentField, isDayOrEmpty } from '../../../app/typed-fields.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';

interface Fields {
  readonly title: string;
  readonly description: string;
  readonly kind: WorkOrderKind;
  readonly owner: WorkOwner;
  readonly vendor: string;
  readonly assignee: string;
  readonly dueOn: string;
}

const emptyFields: Fields = {
  title: '',
  description: '',
  kind: 'repair',
  owner: 'lab',
  vendor: '',
  assignee: '',
  dueOn: '',
};

const isSound = (fields: Fields) => fields.title.trim() !== '' && isDayOrEmpty(fields.dueOn);
const asSent = (fields: Fields) => ({ ...fields, dueOn: fields.dueOn.trim() === '' ? null : fields.dueOn.trim() });

interface OpenWorkOrderSheetProps {
  /** Null: the form asks for it. */
  readonly instrumentId: string | null;
  readonly onClose: () => void;
}

/** A job given to someone. */
export function OpenWorkOrderSheet(props: OpenWorkOrderSheetProps) {
  const { t } = useTranslation('service');
  const navigate = useNavigate();
  const [instrumentId, setInstrumentId] = useState(props.instrumentId);
  const [fields, setFields] = useState(emptyFields);
  const open = useMutation(
    useApi().maintenance.service.workOrders.open.mutationOptions({
      onSuccess: ({ workOrderId }) => {
        props.onClose();
        void navigate({ to: '/work-orders/$workOrderId', params: { workOrderId } });
      },
    }),
  );
  return (
    <FormSheet
      title={t('workOrder.open')}
      saveLabel={t('workOrder.openSave')}
      canSave={instrumentId !== null && isSound(fields)}
      hasLongText
      mutation={open}
      onClose={props.onClose}
      onSave={() => instrumentId !== null && open.mutate({ instrumentId, ...asSent(fields), errorId: null })}
    >
      {props.instrumentId === null && <InstrumentField value={instrumentId} onChange={setInstrumentId} autoFocus />}
      <WorkOrderFields fields={fields} onChange={setFields} isFirst={props.instrumentId !== null} />
    </FormSheet>
  );
}

/** Changes what a work order says; always with a reason. */
export function ChangeWorkOrderSheet({ row, onClose }: { readonly row: WorkOrderRow; readonly onClose: () => void }) {
  const { t } = useTranslation('service');
  const [fields, setFields] = useState<Fields>({
    title: row.title,
    description: row.description,
    kind: row.kind,
    owner: row.owner,
    vendor: row.vendor,
    assignee: row.assignee,
    dueOn: row.dueOn ?? '',
  });
  const [reason, setReason] = useState('');
  const change = useMutation(useApi().maintenance.service.workOrders.change.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('workOrder.change')}
      saveLabel={t('saveChange')}
      canSave={isSound(fields) && reason.trim() !== ''}
      hasLongText
      mutation={change}
      onClose={onClose}
      onSave={() => change.mutate({ workOrderId: row.id, ...asSent(fields), reason })}
    >
      <WorkOrderFields fields={fields} onChange={setFields} isFirst />
      <TextField label={t('reason')} value={reason} onChange={setReason} isRequired maxLength={500} />
    </FormSheet>
  );
}

interface WorkOrderFieldsProps {
  readonly fields: Fields;
  readonly onChange: (fields: Fields) => void;
  readonly isFirst: boolean;
}

function WorkOrderFields({ fields, onChange, isFirst }: WorkOrderFieldsProps) {
  const { t } = useTranslation('service');
  const set = (part: Partial<Fields>) => onChange({ ...fields, ...part });
  return (
    <>
      <TextField
        label={t('workOrder.fields.title')}
        value={fields.title}
        onChange={(title) => set({ title })}
        isRequired
        autoFocus={isFirst}
        maxLength={200}
      />
      <SelectField
        label={t('workOrder.fields.kind')}
        value={fields.kind}
        onChange={(kind) => set({ kind })}
        options={workOrderKind.options.map((value) => ({ value, label: t(`workOrder.kind.${value}`) }))}
      />
      <ChoiceField
        label={t('workOrder.fields.owner')}
        layout="row"
        value={fields.owner}
        onChange={(owner) => set({ owner })}
        choices={workOwner.options.map((value) => ({ value, label: t(`workOrder.owner.${value}`) }))}
      />
      <TextField
        label={t('workOrder.fields.vendor')}
        value={fields.vendor}
        onChange={(vendor) => set({ vendor })}
        maxLength={200}
      />
      <TextField
        label={t('workOrder.fields.assignee')}
        value={fields.assignee}
        onChange={(assignee) => set({ assignee })}
        maxLength={200}
      />
      <DayField label={t('workOrder.fields.dueOn')} value={fields.dueOn} onChange={(dueOn) => set({ dueOn })} />
      <TextField
        label={t('workOrder.fields.description')}
        value={fields.description}
        onChange={(description) => set({ description })}
        isLong
        maxLength={4000}
      />
    </>
  );
}

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VisitDetail } from '../../../../shared/modules/cases/visit-contract.ts';
import { DayField, isDayOrEmpty, readCount } from '../../../app/typed-fields.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { draftOfVisit, isVisitSound, VisitFields, visitAsSent } from './visit-form.tsx';

interface VisitSheetProps {
  readonly visit: VisitDetail;
  readonly onClose: () => void;
}

/** Arriving and leaving: the bench's clock says when. */
export function MoveSheet({ visit, move, onClose }: VisitSheetProps & { readonly move: 'arrive' | 'leave' }) {
  const { t } = useTranslation('visits');
  const [note, setNote] = useState('');
  const go = useMutation(useApi().cases.visits[move].mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t(`${move}.title`)}
      saveLabel={t(`${move}.save`)}
      canSave
      mutation={go}
      onClose={onClose}
      onSave={() => go.mutate({ visitId: visit.id, note })}
    >
      <p>{t(`${move}.more`)}</p>
      <TextField label={t(`${move}.note`)} value={note} onChange={setNote} autoFocus maxLength={1000} />
    </FormSheet>
  );
}

export function ChangeVisitSheet({ visit, onClose }: VisitSheetProps) {
  const { t } = useTranslation('visits');
  const [draft, setDraft] = useState(() => draftOfVisit(visit));
  const [reason, setReason] = useState('');
  const change = useMutation(useApi().cases.visits.change.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('plan.change')}
      saveLabel={t('saveChange')}
      canSave={isVisitSound(draft) && reason.trim() !== ''}
      hasLongText
      mutation={change}
      onClose={onClose}
      onSave={() => change.mutate({ visitId: visit.id, ...visitAsSent(draft), reason })}
    >
      <VisitFields draft={draft} onChange={setDraft} />
      <TextField label={t('reason')} value={reason} onChange={setReason} isRequired maxLength={500} />
    </FormSheet>
  );
}

export function CancelVisitSheet({ visit, onClose }: VisitSheetProps) {
  const { t } = useTranslation('visits');
  const [reason, setReason] = useState('');
  const cancel = useMutation(useApi().cases.visits.cancel.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('cancel.title')}
      saveLabel={t('cancel.save')}
      canSave={reason.trim() !== ''}
      mutation={cancel}
      onClose={onClose}
      onSave={() => cancel.mutate({ visitId: visit.id, reason })}
    >
      <TextField label={t('cancel.why')} value={reason} onChange={setReason} isRequired autoFocus maxLength={500} />
    </FormSheet>
  );
}

/** Stands for "belongs to none" in a list of choices. */
const none = 'none';
const orNull = (value: string): string | null => (value === none ? null : value);

export function WorkSheet({ visit, onClose }: VisitSheetProps) {
  const { t } = useTranslation('visits');
  const [text, setText] = useState('');
  const [instrument, setInstrument] = useState(
    visit.instrumentIds.length === 1 ? (visit.instrumentIds[0] ?? none) : none,
  );
  const [ofCase, setOfCase] = useState(visit.cases.length === 1 ? (visit.cases[0]?.id ?? none) : none);
  const [order, setOrder] = useState(visit.workOrders.length === 1 ? (visit.workOrders[0]?.id ?? none) : none);
  const [minutes, setMinutes] = useState('');
  const add = useMutation(useApi().cases.visits.addWork.mutationOptions({ onSuccess: onClose }));
  const count = minutes.trim() === '' ? 0 : readCount(minutes);
  const instruments = visit.instrumentIds.map((value, index) => ({
    value,
    label: visit.instrumentNames[index] ?? value,
  }));
  const named = (rows: readonly { readonly id: string; readonly number: string; readonly title: string }[]) =>
    rows.map((row) => ({ value: row.id, label: `${row.number} ${row.title}` }));
  const choices = [
    { label: t('work.instrument'), value: instrument, set: setInstrument, options: instruments },
    { label: t('work.case'), value: ofCase, set: setOfCase, options: named(visit.cases) },
    { label: t('work.order'), value: order, set: setOrder, options: named(visit.workOrders) },
  ];
  return (
    <FormSheet
      title={t('work.add')}
      saveLabel={t('work.save')}
      canSave={text.trim() !== '' && count !== null && count <= 10_000}
      hasLongText
      mutation={add}
      onClose={onClose}
      onSave={() =>
        count !== null &&
        add.mutate({
          visitId: visit.id,
          text,
          instrumentId: orNull(instrument),
          caseId: orNull(ofCase),
          workOrderId: orNull(order),
          stream: '',
          minutes: count,
        })
      }
    >
      <TextField label={t('work.text')} value={text} onChange={setText} isRequired autoFocus isLong maxLength={4000} />
      <TextField
        label={t('work.minutes')}
        value={minutes}
        onChange={setMinutes}
        inputMode="numeric"
        error={count === null ? t('work.badMinutes') : undefined}
        maxLength={5}
      />
      {choices
        .filter(({ options }) => options.length > 0)
        .map(({ label, value, set, options }) => (
          <SelectField
            key={label}
            label={label}
            value={value}
            onChange={set}
            options={[...options, { value: none, label: t('work.noneOfThem') }]}
          />
        ))}
    </FormSheet>
  );
}

interface StrikeSheetProps extends VisitSheetProps {
  readonly entry: VisitDetail['work'][number];
}

/** Strikes out a piece of work; it stays readable. */
export function StrikeSheet({ visit, entry, onClose }: StrikeSheetProps) {
  const { t } = useTranslation('visits');
  const [reason, setReason] = useState('');
  const strike = useMutation(useApi().cases.visits.strikeWork.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('work.strikeTitle')}
      saveLabel={t('work.strike')}
      canSave={reason.trim() !== ''}
      mutation={strike}
      onClose={onClose}
      onSave={() => strike.mutate({ visitId: visit.id, entryId: entry.entryId, reason })}
    >
      <p>{entry.text}</p>
      <p>{t('work.strikeMore')}</p>
      <TextField label={t('work.strikeWhy')} value={reason} onChange={setReason} isRequired autoFocus maxLength={500} />
    </FormSheet>
  );
}

/** What the customer is told. It begins with the work that was written down. */
export function SummarySheet({ visit, onClose }: VisitSheetProps) {
  const { t } = useTranslation('visits');
  const work = visit.work.filter(({ struckReason }) => struckReason === null).map(({ text }) => text);
  const [found, setFound] = useState(visit.summary?.found ?? '');
  const [done, setDone] = useState(visit.summary?.done ?? work.join('\n').slice(0, 4000));
  const [leftAs, setLeftAs] = useState(visit.summary?.leftAs ?? '');
  const [openPoints, setOpenPoints] = useState(visit.summary?.openPoints ?? '');
  const save = useMutation(useApi().cases.visits.summarize.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('summary.title')}
      saveLabel={t('summary.save')}
      canSave={[found, done, leftAs].every((text) => text.trim() !== '')}
      hasLongText
      mutation={save}
      onClose={onClose}
      onSave={() => save.mutate({ visitId: visit.id, found, done, leftAs, openPoints })}
    >
      {visit.customer === 'signed' && <p>{t('summary.unseats')}</p>}
      <TextField
        label={t('summary.found')}
        value={found}
        onChange={setFound}
        isRequired
        autoFocus
        isLong
        maxLength={4000}
      />
      <TextField label={t('summary.done')} value={done} onChange={setDone} isRequired isLong maxLength={4000} />
      <TextField label={t('summary.leftAs')} value={leftAs} onChange={setLeftAs} isRequired isLong maxLength={2000} />
      <TextField label={t('summary.openPoints')} value={openPoints} onChange={setOpenPoints} isLong maxLength={2000} />
    </FormSheet>
  );
}

export function FollowUpSheet({ visit, onClose }: VisitSheetProps) {
  const { t } = useTranslation('visits');
  const [text, setText] = useState('');
  const [owner, setOwner] = useState('');
  const [dueOn, setDueOn] = useState('');
  const add = useMutation(useApi().cases.visits.addFollowUp.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('followUp.add')}
      saveLabel={t('followUp.save')}
      canSave={text.trim() !== '' && isDayOrEmpty(dueOn)}
      mutation={add}
      onClose={onClose}
      onSave={() => add.mutate({ visitId: visit.id, text, owner, dueOn: dueOn.trim() || null })}
    >
      <TextField label={t('followUp.text')} value={text} onChange={setText} isRequired autoFocus maxLength={1000} />
      <TextField label={t('followUp.owner')} value={owner} onChange={setOwner} maxLength={200} />
      <DayField label={t('followUp.dueOn')} value={dueOn} onChange={setDueOn} />
    </FormSheet>
  );
}

import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DayField, readCount } from '../../../app/typed-fields.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { civilDayOf, isCivilDay } from '../../../i18n/civil-day.ts';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { type GivenPhoto, PhotoField } from '../../../ui/photo-field.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { useSayCandidate } from './say-candidate.ts';

interface AddProps {
  readonly caseId: string;
  readonly onClose: () => void;
}

export function NoteSheet({ caseId, onClose }: AddProps) {
  const { t } = useTranslation('cases');
  const [text, setText] = useState('');
  const note = useMutation(useApi().cases.note.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('note.title')}
      saveLabel={t('note.save')}
      canSave={text.trim() !== ''}
      hasLongText
      mutation={note}
      onClose={onClose}
      onSave={() => note.mutate({ caseId, text })}
    >
      <TextField label={t('note.text')} value={text} onChange={setText} isRequired autoFocus isLong maxLength={4000} />
    </FormSheet>
  );
}

export function PhotoSheet({ caseId, onClose }: AddProps) {
  const { t } = useTranslation('cases');
  const [photo, setPhoto] = useState<GivenPhoto | null>(null);
  const [caption, setCaption] = useState('');
  const add = useMutation(useApi().cases.addPicture.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('photo.title')}
      saveLabel={t('photo.save')}
      canSave={photo !== null}
      mutation={add}
      onClose={onClose}
      onSave={() => photo !== null && add.mutate({ caseId, picture: photo, caption })}
    >
      <PhotoField
        label={t('photo.choose')}
        photo={photo === null ? null : { name: photo.name, byteCount: photo.bytes.length }}
        onChange={setPhoto}
        autoFocus
      />
      <TextField label={t('photo.caption')} value={caption} onChange={setCaption} maxLength={500} />
    </FormSheet>
  );
}

const timeKinds = ['work', 'travel', 'waiting', 'remote'] as const;

export function TimeSheet({ caseId, onClose }: AddProps) {
  const { t } = useTranslation('cases');
  const [minutes, setMinutes] = useState('');
  const [kind, setKind] = useState<(typeof timeKinds)[number]>('work');
  const [on, setOn] = useState(civilDayOf(new Date()));
  const [note, setNote] = useState('');
  const add = useMutation(useApi().cases.addTime.mutationOptions({ onSuccess: onClose }));
  const count = readCount(minutes, 1);
  return (
    <FormSheet
      title={t('time.title')}
      saveLabel={t('time.save')}
      canSave={count !== null && count <= 10_000 && isCivilDay(on.trim())}
      mutation={add}
      onClose={onClose}
      onSave={() => count !== null && add.mutate({ caseId, minutes: count, kind, on: on.trim(), note })}
    >
      <TextField
        label={t('time.minutes')}
        value={minutes}
        onChange={setMinutes}
        isRequired
        autoFocus
        inputMode="numeric"
        error={minutes.trim() === '' || count !== null ? undefined : t('time.badMinutes')}
        maxLength={5}
      />
      <ChoiceField
        label={t('time.kindLabel')}
        layout="row"
        value={kind}
        onChange={setKind}
        choices={timeKinds.map((value) => ({ value, label: t(`time.kind.${value}`) }))}
      />
      <DayField label={t('time.on')} value={on} onChange={setOn} isRequired />
      <TextField label={t('time.note')} value={note} onChange={setNote} maxLength={500} />
    </FormSheet>
  );
}

/** Stands for a part that is typed by hand. */
const byHand = 'by-hand';

export function PartSheet({ caseId, onClose }: AddProps) {
  const { t } = useTranslation('cases');
  const api = useApi();
  const parts = useQuery(
    api.maintenance.service.parts.list.queryOptions({ input: { search: '', withWithdrawn: false } }),
  );
  const [which, setWhich] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [number, setNumber] = useState('');
  const [count, setCount] = useState('1');
  const [lotOrSerial, setLotOrSerial] = useState('');
  const [note, setNote] = useState('');
  const use = useMutation(api.cases.usePart.mutationOptions({ onSuccess: onClose }));
  const many = readCount(count, 1);
  const part = parts.data?.find(({ id }) => id === which);
  const isNamed = which === byHand ? name.trim() !== '' : part !== undefined;
  return (
    <FormSheet
      title={t('part.title')}
      saveLabel={t('part.save')}
      canSave={isNamed && many !== null}
      mutation={use}
      onClose={onClose}
      onSave={() =>
        many !== null &&
        use.mutate({
          caseId,
          partId: part?.id ?? null,
          name: part?.name ?? name,
          number: part?.number ?? number,
          count: many,
          lotOrSerial,
          note,
        })
      }
    >
      <SelectField
        label={t('part.which')}
        placeholder={t('part.choose')}
        value={which}
        onChange={setWhich}
        autoFocus
        options={[
          ...(parts.data ?? []).map((each) => ({
            value: each.id,
            label: each.name,
            detail: [each.number, t('part.onHand', { count: each.onHand })].filter(Boolean).join(' · '),
          })),
          { value: byHand, label: t('part.other') },
        ]}
      />
      {which === byHand && (
        <>
          <TextField label={t('part.name')} value={name} onChange={setName} isRequired maxLength={200} />
          <TextField label={t('part.number')} value={number} onChange={setNumber} isMono maxLength={80} />
        </>
      )}
      <TextField
        label={t('part.count')}
        value={count}
        onChange={setCount}
        isRequired
        inputMode="numeric"
        error={many === null ? t('part.badCount') : undefined}
        maxLength={5}
      />
      <TextField label={t('part.lotOrSerial')} value={lotOrSerial} onChange={setLotOrSerial} isMono maxLength={120} />
      <TextField label={t('part.note')} value={note} onChange={setNote} maxLength={500} />
    </FormSheet>
  );
}

export function LinkSheet({ caseId, onClose }: AddProps) {
  const { t } = useTranslation('cases');
  const api = useApi().cases;
  const candidates = useQuery(api.candidates.queryOptions({ input: { caseId, use: 'link', limit: 100 } }));
  const say = useSayCandidate();
  const [stream, setStream] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const link = useMutation(api.link.mutationOptions({ onSuccess: onClose }));
  const chosen = candidates.data?.find((each) => each.stream === stream);
  return (
    <FormSheet
      title={t('link.add')}
      saveLabel={t('link.save')}
      canSave={chosen !== undefined}
      mutation={link}
      onClose={onClose}
      onSave={() => chosen !== undefined && link.mutate({ caseId, kind: chosen.kind, id: chosen.id, note })}
    >
      <SelectField
        label={t('link.which')}
        placeholder={t('link.choose')}
        value={stream}
        onChange={setStream}
        autoFocus
        options={(candidates.data ?? []).map((each) => ({ value: each.stream, ...say(each) }))}
      />
      {candidates.data?.length === 0 && <p>{t('link.noCandidates')}</p>}
      <TextField label={t('note.text')} value={note} onChange={setNote} maxLength={500} />
    </FormSheet>
  );
}

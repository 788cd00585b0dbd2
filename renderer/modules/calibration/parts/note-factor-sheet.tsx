import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DayField } from '../../../app/typed-fields.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { civilDayOf, isCivilDay } from '../../../i18n/civil-day.ts';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { DecimalField } from './decimal-field.tsx';
import { decimalOf, isDecimal } from './decimals.ts';
import { ownKey } from './terms-draft.ts';

interface NoteFactorSheetProps {
  readonly instrumentId: string;
  readonly known: readonly { readonly value: string; readonly label: string }[];
  readonly onClose: () => void;
}

const setters = ['lab', 'service', 'maker', 'unknown'] as const;

/** A factor read at the analyzer outside a calibration: at installation, after a visit. */
export function NoteFactorSheet({ instrumentId, known, onClose }: NoteFactorSheetProps) {
  const { t } = useTranslation('calibration');
  const [label, setLabel] = useState('');
  const [value, setValue] = useState('');
  const [on, setOn] = useState(() => civilDayOf(new Date()));
  const [setBy, setSetBy] = useState<(typeof setters)[number]>('lab');
  const [note, setNote] = useState('');
  const save = useMutation(useApi().calibration.factors.note.mutationOptions({ onSuccess: onClose }));
  const name = label.trim();
  return (
    <FormSheet
      title={t('factors.note')}
      saveLabel={t('factors.noteSave')}
      canSave={name !== '' && isDecimal(value) && isCivilDay(on.trim())}
      mutation={save}
      onClose={onClose}
      onSave={() =>
        save.mutate({
          instrumentId,
          // The same name is the same parameter; a new one gets a key of its own.
          parameter:
            known.find((each) => each.label === name)?.value ??
            ownKey(
              name,
              known.map((each) => each.value),
            ),
          label: name,
          value: decimalOf(value) ?? '',
          on: on.trim(),
          setBy,
          note: note.trim(),
        })
      }
    >
      <TextField
        label={t('statistics.parameter')}
        {...(known.length === 0
          ? {}
          : { description: t('factors.known', { names: known.map((each) => each.label).join(', ') }) })}
        value={label}
        onChange={setLabel}
        isRequired
        autoFocus
        maxLength={80}
      />
      <DecimalField label={t('factors.value')} unit="%" value={value} onChange={setValue} isRequired />
      <DayField label={t('factors.on')} value={on} onChange={setOn} isRequired />
      <ChoiceField
        label={t('factors.setBy')}
        layout="row"
        value={setBy}
        onChange={setSetBy}
        choices={setters.map((who) => ({ value: who, label: t(`factors.setter.${who}`) }))}
      />
      <TextField label={t('note')} value={note} onChange={setNote} maxLength={500} />
    </FormSheet>
  );
}

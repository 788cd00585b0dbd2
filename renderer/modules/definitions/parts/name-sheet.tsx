import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Naming, NamingView } from '../../../../shared/modules/definitions/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';

const kinds = ['result', 'flag', 'date', 'time', 'sequence', 'serial-number', 'identity', 'ignored'] as const;
const noAnalyte = '-';

export interface Nameable {
  readonly place: string;
  /** Whether the wire names it (a test code) or only its position says what it is. */
  readonly isTest: boolean;
  readonly shows: string;
  readonly name: string;
  readonly test: string;
  readonly analyte: string | null;
  readonly unit: string;
}

interface NameSheetProps {
  readonly instrumentId: string;
  readonly about: Nameable;
  readonly analytes: NamingView['analytes'];
  readonly onSaved: (version: string) => void;
  readonly onClose: () => void;
}

/** What one place of a message is, in the words of the person who compared it with the analyzer. */
export function NameSheet({ instrumentId, about, analytes, onSaved, onClose }: NameSheetProps) {
  const { t } = useTranslation('definitions');
  const [kind, setKind] = useState<Naming['kind']>('result');
  const [name, setName] = useState(about.name);
  const [test, setTest] = useState(about.test);
  const [analyte, setAnalyte] = useState(about.analyte ?? noAnalyte);
  const [unit, setUnit] = useState(about.unit);
  const [decimals, setDecimals] = useState('');
  const [reason, setReason] = useState('');
  const save = useMutation(
    useApi().definitions.saveNames.mutationOptions({
      onSuccess: ({ version }) => {
        onSaved(version);
        onClose();
      },
    }),
  );
  const isResult = kind === 'result';
  const areDigitsSound = decimals.trim() === '' || /^[0-6]$/.test(decimals.trim());
  const isNamed = about.isTest
    ? analyte !== noAnalyte
    : name.trim() !== '' && (!isResult || test.trim() !== '') && areDigitsSound;
  const submit = () =>
    save.mutate({
      instrumentId,
      reason,
      names: [
        {
          ...{ place: about.place, name, kind, test, unit },
          analyte: isResult && analyte !== noAnalyte ? analyte : null,
          decimals: isResult && decimals.trim() !== '' ? Number(decimals) : null,
        },
      ],
    });
  return (
    <FormSheet
      title={t('form.title', { place: about.place })}
      saveLabel={t('form.save')}
      canSave={isNamed && reason.trim() !== ''}
      mutation={save}
      onClose={onClose}
      onSave={submit}
    >
      <p>{t('form.example', { shows: about.shows })}</p>
      {!about.isTest && (
        <>
          <SelectField
            label={t('form.kind')}
            value={kind}
            onChange={setKind}
            options={kinds.map((value) => ({ value, label: t(`form.kinds.${value}`) }))}
          />
          <TextField label={t('form.name')} value={name} onChange={setName} isRequired maxLength={60} autoFocus />
          {(isResult || kind === 'flag') && (
            <TextField label={t('form.test')} value={test} onChange={setTest} isMono maxLength={40} />
          )}
        </>
      )}
      {isResult && (
        <SelectField
          label={t('form.analyte')}
          value={analyte}
          onChange={setAnalyte}
          options={[
            { value: noAnalyte, label: t('form.noAnalyte') },
            ...analytes.map((one) => ({ value: one.id, label: one.shortName, detail: one.name })),
          ]}
        />
      )}
      {isResult && !about.isTest && (
        <>
          <TextField label={t('form.unit')} value={unit} onChange={setUnit} maxLength={40} />
          <TextField
            label={t('form.decimals')}
            description={t('form.decimalsMore')}
            value={decimals}
            onChange={setDecimals}
            inputMode="numeric"
            maxLength={1}
          />
        </>
      )}
      <TextField label={t('form.reason')} value={reason} onChange={setReason} isRequired maxLength={500} />
    </FormSheet>
  );
}

import { useTranslation } from 'react-i18next';
import type { FieldEntry, TaskField } from '../../../../shared/modules/maintenance/terms.ts';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { limitSentence } from './entry-text.ts';
import styles from './field-input.module.css';
import { PhotoInput } from './photo-input.tsx';
import { ReadingInput } from './reading-input.tsx';

interface FieldInputProps {
  readonly instrumentId: string;
  readonly field: TaskField;
  readonly entry: FieldEntry;
  readonly onChange: (entry: FieldEntry) => void;
  readonly autoFocus?: boolean;
}

/** A choice of more than this many is a list to open. */
const choicesInView = 5;

/** One line of a task sheet, of whatever kind, with its limits beside it. */
export function FieldInput(props: FieldInputProps) {
  const { field } = props;
  return (
    <div className={styles.field}>
      <Input {...props} />
      {field.kind !== 'text' && field.kind !== 'photo' && <Limits field={field} />}
    </div>
  );
}

function Input({ instrumentId, field, entry, onChange, autoFocus = false }: FieldInputProps) {
  const { t } = useTranslation('sheet');
  const set = (value: string) => onChange({ ...entry, value: value === '' ? null : value, reading: null });
  switch (field.kind) {
    case 'confirm':
    case 'pass-fail': {
      const choices = field.kind === 'confirm' ? (['yes', 'no'] as const) : (['pass', 'fail'] as const);
      return (
        <ChoiceField
          label={field.label}
          layout="row"
          value={entry.value}
          choices={choices.map((value) => ({ value: value as string, label: t(value) }))}
          onChange={set}
          autoFocus={autoFocus}
        />
      );
    }
    case 'choice':
      return field.choices.length <= choicesInView ? (
        <ChoiceField
          label={field.label}
          layout="row"
          value={entry.value}
          choices={field.choices.map((value) => ({ value, label: value }))}
          onChange={set}
          autoFocus={autoFocus}
        />
      ) : (
        <SelectField
          label={field.label}
          value={entry.value}
          options={field.choices.map((value) => ({ value, label: value }))}
          onChange={set}
          autoFocus={autoFocus}
        />
      );
    case 'photo':
      return <PhotoInput field={field} entry={entry} onChange={onChange} />;
    case 'reading':
      return (
        <>
          <NumberInput field={field} entry={entry} onChange={set} autoFocus={autoFocus} />
          <ReadingInput instrumentId={instrumentId} field={field} entry={entry} onChange={onChange} />
        </>
      );
    case 'number':
      return <NumberInput field={field} entry={entry} onChange={set} autoFocus={autoFocus} />;
    case 'text':
      return (
        <TextField
          label={field.label}
          value={entry.value ?? ''}
          onChange={set}
          isRequired={field.isRequired}
          autoFocus={autoFocus}
          maxLength={4000}
        />
      );
  }
}

interface NumberInputProps {
  readonly field: TaskField;
  readonly entry: FieldEntry;
  readonly onChange: (value: string) => void;
  readonly autoFocus: boolean;
}

function NumberInput({ field, entry, onChange, autoFocus }: NumberInputProps) {
  return (
    <TextField
      label={field.label}
      value={entry.value ?? ''}
      // A decimal comma is what many keyboards give; the record holds a point.
      onChange={(value) => onChange(value.trim().replace(',', '.'))}
      isRequired={field.isRequired}
      inputMode="decimal"
      autoFocus={autoFocus}
      {...(field.unit === '' ? {} : { unit: field.unit })}
    />
  );
}

function Limits({ field }: { readonly field: TaskField }) {
  const { t } = useTranslation('sheet');
  const limit = limitSentence(field);
  const isMeasured = field.kind === 'number' || field.kind === 'reading';
  if (limit === null && !isMeasured && field.source === '') {
    return null;
  }
  return (
    <span className={styles.limits}>
      {isMeasured && (
        <span className={styles.limit}>
          {limit === null ? t('noLimits') : t('limits', { limits: t(limit.key, limit.data) })}
        </span>
      )}
      {field.source !== '' && <span>{t('fieldSource', { source: field.source })}</span>}
    </span>
  );
}

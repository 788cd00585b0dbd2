import { useTranslation } from 'react-i18next';
import type { ParameterValues, ReportField } from '../../../../shared/modules/reports/contract.ts';
import { useCards } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';

/** A list with nothing chosen: not an instrument's id. */
const allInstruments = 'all';
/** More than so many choices are a list to open. */
const mostInView = 4;

interface ReportFieldsProps {
  readonly fields: readonly ReportField[];
  readonly values: ParameterValues;
  readonly onChange: (values: ParameterValues) => void;
}

/** The questions of a report, as its definition asks them. */
export function ReportFields({ fields, values, onChange }: ReportFieldsProps) {
  return fields.map((field, index) => (
    <Field
      key={field.key}
      field={field}
      value={values[field.key] ?? null}
      isFirst={index === 0}
      onChange={(value) => onChange({ ...values, [field.key]: value })}
    />
  ));
}

interface FieldProps {
  readonly field: ReportField;
  readonly value: string | number | null;
  readonly isFirst: boolean;
  readonly onChange: (value: string | number | null) => void;
}

function Field({ field, value, isFirst, onChange }: FieldProps) {
  const { t } = useTranslation('reports');
  const say = useSay();
  const label = say(`reports.field.${field.key}`);
  const text = value === null ? '' : String(value);
  switch (field.kind) {
    case 'instrument':
      return <InstrumentField label={label} isRequired={field.isRequired} value={text} onChange={onChange} />;
    case 'choice': {
      const options = field.options.map((option) => ({ value: option, label: say(`reports.option.${option}`) }));
      return options.length > mostInView ? (
        <SelectField label={label} value={text} options={options} onChange={onChange} />
      ) : (
        <ChoiceField label={label} value={text} choices={options} onChange={onChange} layout="row" />
      );
    }
    case 'pick':
      return (
        <SelectField
          label={label}
          placeholder={t('choose')}
          value={text || null}
          options={field.options}
          onChange={onChange}
        />
      );
    case 'month':
      return (
        <TextField
          label={label}
          description={t('monthHint')}
          value={text}
          onChange={onChange}
          isRequired
          isMono
          maxLength={7}
        />
      );
    case 'date':
      return (
        <TextField
          label={label}
          description={t('dateHint')}
          value={text}
          onChange={onChange}
          isRequired={field.isRequired}
          isMono
          maxLength={10}
        />
      );
    case 'count':
      return (
        <TextField
          label={label}
          value={text}
          onChange={(typed) => onChange(/^\d+$/.test(typed) ? Number(typed) : typed)}
          isRequired
          inputMode="numeric"
          maxLength={4}
        />
      );
    case 'text':
      return (
        <TextField
          label={label}
          value={text}
          onChange={onChange}
          isRequired={field.isRequired}
          autoFocus={isFirst}
          maxLength={field.most}
        />
      );
  }
}

interface InstrumentFieldProps {
  readonly label: string;
  readonly isRequired: boolean;
  readonly value: string;
  readonly onChange: (value: string | null) => void;
}

function InstrumentField({ label, isRequired, value, onChange }: InstrumentFieldProps) {
  const { t } = useTranslation('reports');
  const cards = useCards().data ?? [];
  const options = cards.map((card) => ({
    value: card.id,
    label: card.name,
    detail: `${card.model} ${card.serialNumber}`,
  }));
  return (
    <SelectField
      label={label}
      placeholder={t('chooseInstrument')}
      value={value === '' ? (isRequired ? null : allInstruments) : value}
      options={isRequired ? options : [{ value: allInstruments, label: t('allInstruments') }, ...options]}
      onChange={(chosen) => onChange(chosen === allInstruments ? null : chosen)}
    />
  );
}

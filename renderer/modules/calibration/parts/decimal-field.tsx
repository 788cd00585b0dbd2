import { useTranslation } from 'react-i18next';
import { TextField } from '../../../ui/text-field.tsx';
import { isDecimalOrEmpty } from './decimals.ts';

interface DecimalFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly unit?: string;
  readonly description?: string;
  readonly isRequired?: boolean;
  readonly autoFocus?: boolean;
}

/** A number that may be left blank: a blank is never filled by the program. */
export function DecimalField({ unit = '', description, ...field }: DecimalFieldProps) {
  const { t } = useTranslation('calibration');
  return (
    <TextField
      {...field}
      {...(unit === '' ? {} : { unit })}
      {...(description === undefined ? {} : { description })}
      error={isDecimalOrEmpty(field.value) ? undefined : t('badNumber')}
      inputMode="decimal"
      maxLength={26}
    />
  );
}

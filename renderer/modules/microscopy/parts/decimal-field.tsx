import { useTranslation } from 'react-i18next';
import { TextField } from '../../../ui/text-field.tsx';
import { decimalOf } from './decimals.ts';

interface DecimalFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly unit?: string;
  readonly description?: string;
  readonly isRequired?: boolean;
  readonly autoFocus?: boolean;
}

/** A number above zero; a blank stays a blank. */
export function DecimalField(props: DecimalFieldProps) {
  const { t } = useTranslation('microscopy');
  const isBad = props.value.trim() !== '' && decimalOf(props.value) === null;
  return <TextField {...props} error={isBad ? t('badNumber') : undefined} inputMode="decimal" maxLength={14} />;
}

import { useTranslation } from 'react-i18next';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './editor.module.css';
import { TypedField } from './editor-typed-field.tsx';
import { formatSpan, readDecimal, readSpan } from './editor-values.ts';

const orNone =
  <Value,>(read: (text: string) => Value | null) =>
  (text: string): Value | null | undefined =>
    text.trim() === '' ? null : (read(text) ?? undefined);

interface DecimalFieldProps {
  readonly label: string;
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly description?: string;
}

/** A decimal that may be left out. */
export function DecimalField(props: DecimalFieldProps) {
  const { t } = useTranslation('sop');
  return (
    <TypedField {...props} show={(value) => value ?? ''} read={orNone(readDecimal)} problem={t('editor.badDecimal')} />
  );
}

interface Limits {
  readonly unit: string;
  readonly low: string | null;
  readonly high: string | null;
}

/** Unit and limits, side by side. */
export function LimitFields({
  value,
  onChange,
}: {
  readonly value: Limits;
  readonly onChange: (change: Partial<Limits>) => void;
}) {
  const { t } = useTranslation('sop');
  return (
    <div className={styles.pair}>
      <TextField label={t('editor.unit')} value={value.unit} onChange={(unit) => onChange({ unit })} maxLength={40} />
      <DecimalField label={t('editor.low')} value={value.low} onChange={(low) => onChange({ low })} />
      <DecimalField label={t('editor.high')} value={value.high} onChange={(high) => onChange({ high })} />
    </div>
  );
}

interface SpanFieldProps {
  readonly label: string;
  readonly value: number | null;
  readonly onChange: (seconds: number | null) => void;
}

/** A time as minutes and seconds that may be left out. */
export function SpanField(props: SpanFieldProps) {
  const { t } = useTranslation('sop');
  return (
    <TypedField
      {...props}
      show={(seconds) => (seconds === null ? '' : formatSpan(seconds))}
      read={orNone(readSpan)}
      problem={t('editor.badSpan')}
    />
  );
}

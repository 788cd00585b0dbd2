import { useTranslation } from 'react-i18next';
import { useCards } from '../data/data-layer.tsx';
import { isCivilDay, readTypedMoment } from '../i18n/civil-day.ts';
import { SelectField } from '../ui/select-field.tsx';
import { TextField } from '../ui/text-field.tsx';

interface TypedProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isRequired?: boolean;
  readonly autoFocus?: boolean;
}

/** A moment that is typed: `2026-11-22 14:05` in the bench's own time. */
export function MomentField(props: TypedProps) {
  const { t } = useTranslation('ui');
  const isWrong = props.value.trim() !== '' && readTypedMoment(props.value) === null;
  return (
    <TextField
      {...props}
      description={t('typed.moment')}
      error={isWrong ? t('typed.badMoment') : undefined}
      isMono
      inputMode="numeric"
      maxLength={16}
    />
  );
}

/** A civil date that may be left out: `2026-11-22`. */
export function DayField(props: TypedProps) {
  const { t } = useTranslation('ui');
  return (
    <TextField
      {...props}
      description={t(props.isRequired === true ? 'typed.dayNeeded' : 'typed.day')}
      error={isDayOrEmpty(props.value) ? undefined : t('typed.badDay')}
      isMono
      inputMode="numeric"
      maxLength={10}
    />
  );
}

export const isDayOrEmpty = (text: string): boolean => text.trim() === '' || isCivilDay(text.trim());

interface InstrumentFieldProps {
  readonly value: string | null;
  readonly onChange: (instrumentId: string) => void;
  readonly autoFocus?: boolean;
}

/** Which instrument it is about; drawn only where the screen does not already say it. */
export function InstrumentField({ value, onChange, autoFocus = false }: InstrumentFieldProps) {
  const { t } = useTranslation('ui');
  const cards = useCards().data ?? [];
  return (
    <SelectField
      label={t('typed.instrument')}
      placeholder={t('typed.chooseInstrument')}
      value={value}
      onChange={onChange}
      autoFocus={autoFocus}
      options={cards.map((card) => ({
        value: card.id,
        label: card.name,
        detail: `${card.model} ${card.serialNumber}`.trim(),
      }))}
    />
  );
}

/** A whole number from `least` on that was typed, or null. */
export function readCount(text: string, least = 0): number | null {
  const value = Number(text.trim());
  return /^\d{1,7}$/.test(text.trim()) && value >= least ? value : null;
}

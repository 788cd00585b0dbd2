import { useTranslation } from 'react-i18next';
import { isCivilDay, typedMoment } from '../../../i18n/civil-day.ts';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';

export interface DoneWhen {
  readonly isLate: boolean;
  readonly on: string;
  readonly time: string;
  readonly lateReason: string;
}

export const doneNow: DoneWhen = { isLate: false, on: '', time: '', lateReason: '' };

/** What the host is told of when the work was done. */
export function toPerformedWhen(when: DoneWhen, today: string) {
  return when.isLate
    ? {
        performedOn: when.on,
        performedTime: when.time === '' ? null : when.time,
        lateReason: when.lateReason.trim(),
      }
    : { performedOn: today, performedTime: typedMoment(new Date()).slice(11), lateReason: '' };
}

export const isWhenComplete = ({ isLate, on, lateReason }: DoneWhen): boolean =>
  !isLate || (isCivilDay(on) && lateReason.trim() !== '');

/** Done now, or earlier and entered late: a late entry says so and why. */
export function DoneWhenFields(props: { readonly value: DoneWhen; readonly onChange: (value: DoneWhen) => void }) {
  const { t } = useTranslation('sheet');
  const { value, onChange } = props;
  return (
    <>
      <ChoiceField
        label={t('when')}
        value={value.isLate ? 'earlier' : 'now'}
        onChange={(choice) => onChange({ ...value, isLate: choice === 'earlier' })}
        choices={[
          { value: 'now', label: t('now') },
          { value: 'earlier', label: t('earlier'), detail: t('earlierMore') },
        ]}
      />
      {value.isLate && (
        <>
          <TextField
            label={t('performedOn')}
            description={t('performedOnHint')}
            value={value.on}
            onChange={(on) => onChange({ ...value, on: on.trim() })}
            error={value.on === '' || isCivilDay(value.on) ? undefined : t('performedOnHint')}
            isRequired
            isMono
          />
          <TextField
            label={t('performedTime')}
            description={t('performedTimeHint')}
            value={value.time}
            onChange={(time) => onChange({ ...value, time: time.trim() })}
            error={/^(([01]\d|2[0-3]):[0-5]\d)?$/.test(value.time) ? undefined : t('performedTimeHint')}
            isMono
          />
          <TextField
            label={t('lateReason')}
            value={value.lateReason}
            onChange={(lateReason) => onChange({ ...value, lateReason })}
            isRequired
            maxLength={500}
          />
        </>
      )}
    </>
  );
}

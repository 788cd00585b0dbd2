import { useTranslation } from 'react-i18next';
import { isCivilDay } from '../../../i18n/civil-day.ts';
import { CheckField } from '../../../ui/check-field.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import type { PlanDraft } from './plan-draft.ts';
import { weekdays } from './weekdays.ts';

export interface DraftPartProps {
  readonly draft: PlanDraft;
  readonly onChange: (change: Partial<PlanDraft>) => void;
}

const calendars = [
  'every',
  'weekdays',
  'weekday-of-month',
  'day-of-month',
  'calendar-period',
  'per-shift',
  'none',
] as const;
const units = ['days', 'weeks', 'months', 'years'] as const;
const periods = ['month', 'quarter', 'half-year', 'year'] as const;
const nths = [
  { value: '1', word: 'first' },
  { value: '2', word: 'second' },
  { value: '3', word: 'third' },
  { value: '4', word: 'fourth' },
  { value: '-1', word: 'last' },
] as const;

/** When the work is due by the calendar. */
export function PlanRuleFields({ draft, onChange }: DraftPartProps) {
  const { t } = useTranslation('planForm');
  return (
    <>
      <SelectField
        label={t('by')}
        value={draft.calendar}
        options={calendars.map((value) => ({ value, label: t(`calendar.${value}`) }))}
        onChange={(calendar) => onChange({ calendar })}
      />
      <KindFields draft={draft} onChange={onChange} />
      {draft.calendar !== 'none' && (
        <TextField
          label={t('startsOn')}
          description={t('startsOnHint')}
          value={draft.startsOn}
          onChange={(startsOn) => onChange({ startsOn: startsOn.trim() })}
          error={isCivilDay(draft.startsOn) ? undefined : t('startsOnHint')}
          isMono
        />
      )}
    </>
  );
}

function KindFields({ draft, onChange }: DraftPartProps) {
  const { t } = useTranslation('planForm');
  const every = (label: string) => (
    <TextField
      label={label}
      value={draft.every}
      onChange={(text) => onChange({ every: text })}
      inputMode="numeric"
      isRequired
    />
  );
  const names = weekdays.map(({ value, word }) => ({ value: value as string, label: t(`weekdayNames.${word}`) }));
  switch (draft.calendar) {
    case 'every':
      return (
        <>
          {every(t('every'))}
          <ChoiceField
            label={t('unit')}
            layout="row"
            value={draft.unit}
            choices={units.map((value) => ({ value, label: t(`units.${value}`) }))}
            onChange={(unit) => onChange({ unit })}
          />
        </>
      );
    case 'weekdays':
      return (
        <>
          <CheckField
            label={t('weekday')}
            values={draft.weekdays}
            choices={names}
            onChange={(values) => onChange({ weekdays: values.toSorted() })}
          />
          {every(t('everyWeeks'))}
        </>
      );
    case 'weekday-of-month':
      return (
        <>
          <SelectField
            label={t('nth')}
            value={draft.nth}
            options={nths.map(({ value, word }) => ({ value: value as string, label: t(`nths.${word}`) }))}
            onChange={(nth) => onChange({ nth })}
          />
          <SelectField
            label={t('weekday')}
            value={draft.weekday}
            options={names}
            onChange={(weekday) => onChange({ weekday })}
          />
          {every(t('everyMonths'))}
        </>
      );
    case 'day-of-month':
      return (
        <>
          <TextField
            label={t('day')}
            value={draft.day}
            onChange={(day) => onChange({ day })}
            inputMode="numeric"
            isRequired
          />
          {every(t('everyMonths'))}
        </>
      );
    case 'calendar-period':
      return (
        <>
          <ChoiceField
            label={t('period')}
            layout="row"
            value={draft.period}
            choices={periods.map((value) => ({ value, label: t(`periods.${value}`) }))}
            onChange={(period) => onChange({ period })}
          />
          <TextField
            label={t('maxGap')}
            value={draft.maxGap}
            onChange={(maxGap) => onChange({ maxGap })}
            inputMode="numeric"
          />
        </>
      );
    default:
      return null;
  }
}

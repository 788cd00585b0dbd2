import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlaceCalendar } from '../../../../shared/modules/maintenance/terms.ts';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { isCivilDay } from '../../../i18n/civil-day.ts';
import { Card } from '../../../ui/card.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from '../parts/plan-form.module.css';
import { weekdays } from '../parts/weekdays.ts';

type ShownCalendar = PlaceCalendar & { readonly isDefault: boolean };

/** When people work at a place: its zone, closed days, shifts. Dates of plans follow it. */
export function PlaceCalendarScreen() {
  const { t } = useTranslation('placeCalendar');
  const calendars = useQuery(useApi().maintenance.calendar.get.queryOptions({ meta: { topics: [] } }));
  const [place, setPlace] = useState('');
  return (
    <Loaded query={calendars} waiting={<Screen title={t('title')}>{null}</Screen>}>
      {({ calendars: rows, places }) => {
        const general = rows.find((row) => row.place === '');
        const shown = rows.find((row) => row.place === place) ?? (general && { ...general, place, isDefault: true });
        return shown === undefined ? null : (
          <CalendarForm key={place} calendar={shown} places={['', ...places]} onPlace={setPlace} />
        );
      }}
    </Loaded>
  );
}

interface CalendarFormProps {
  readonly calendar: ShownCalendar;
  readonly places: readonly string[];
  readonly onPlace: (place: string) => void;
}

function CalendarForm({ calendar, places, onPlace }: CalendarFormProps) {
  const { t } = useTranslation('placeCalendar');
  const { t: tForm } = useTranslation('planForm');
  const [timeZone, setTimeZone] = useState(calendar.timeZone);
  const [closed, setClosed] = useState(calendar.closedWeekdays.map(String));
  const [dates, setDates] = useState(calendar.closedDates.map(({ on, name }) => `${on} ${name}`).join('\n'));
  const [shifts, setShifts] = useState(calendar.shifts.map(({ startsAt, name }) => `${startsAt} ${name}`).join('\n'));
  const [reason, setReason] = useState('');
  const set = useMutation(useApi().maintenance.calendar.set.mutationOptions());
  const closedDates = readLines(dates, (first, name) => (isCivilDay(first) ? { on: first, name } : null));
  const shiftRows = readLines(shifts, (first, name) =>
    /^([01]\d|2[0-3]):[0-5]\d$/.test(first) && name !== '' ? { startsAt: first, name } : null,
  );
  const isWhole = closedDates !== null && shiftRows !== null && shiftRows.length > 0;
  return (
    <Screen
      title={t('title')}
      crumbs={[{ label: t('agenda'), to: '/agenda' }]}
      actions={{
        state: set.isSuccess ? <RecordMark place="saved-here" /> : <RecordMark place="draft" />,
        primary: {
          label: t('save'),
          isDisabled: !isWhole,
          isPending: set.isPending,
          onPress: () =>
            isWhole &&
            set.mutate({
              calendar: {
                place: calendar.place,
                timeZone,
                closedWeekdays: closed.map(Number),
                closedDates,
                shifts: shiftRows,
              },
              reason,
            }),
        },
      }}
    >
      <MutationError mutation={set} />
      <Card>
        <div className={styles.form}>
          {places.length > 1 && (
            <SelectField
              label={t('place')}
              value={calendar.place}
              options={places.map((place) => ({ value: place, label: place === '' ? t('every') : place }))}
              onChange={onPlace}
            />
          )}
          {calendar.isDefault && <p>{t('isDefault')}</p>}
          <TextField label={t('timeZone')} value={timeZone} onChange={setTimeZone} isMono />
          <CheckField
            label={t('closedWeekdays')}
            values={closed}
            choices={weekdays.map(({ value, word }) => ({
              value: value as string,
              label: tForm(`weekdayNames.${word}`),
            }))}
            onChange={setClosed}
          />
          <TextField
            label={t('closedDates')}
            value={dates}
            onChange={setDates}
            isLong
            isMono
            error={closedDates === null ? t('closedDatesBad') : undefined}
          />
          <TextField
            label={t('shifts')}
            value={shifts}
            onChange={setShifts}
            isLong
            isMono
            error={shiftRows === null ? t('shiftsBad') : undefined}
          />
          <TextField label={t('reason')} value={reason} onChange={setReason} maxLength={500} />
        </div>
      </Card>
    </Screen>
  );
}

/** Lines of a first word and a name; null when one of them can not be read. */
function readLines<Row>(text: string, read: (first: string, rest: string) => Row | null): Row[] | null {
  const rows: Row[] = [];
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line !== '') {
      const at = line.indexOf(' ');
      const row = at < 0 ? read(line, '') : read(line.slice(0, at), line.slice(at + 1).trim());
      if (row === null) {
        return null;
      }
      rows.push(row);
    }
  }
  return rows;
}

import { isCivilDay } from '../../../i18n/civil-day.ts';

/** A moment on the clock where the instrument stands: null is now, `wrong` is no moment there is. */
export function readPlaceMoment(text: string): { on: string; time: string } | null | 'wrong' {
  const given = text.trim();
  if (given === '') return null;
  const parts = /^(\d{4}-\d\d-\d\d)[ T]((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(given);
  const [, on = '', time = ''] = parts ?? [];
  return isCivilDay(on) ? { on, time } : 'wrong';
}

import { civilDayOf } from '../../../i18n/civil-day.ts';

/** The last `days` days up to today, as civil dates of this bench. */
export function spanOf(days: number, now: Date): { readonly fromOn: string; readonly toOn: string } {
  const from = new Date(now.getFullYear(), now.getMonth(), now.getDate() - days + 1);
  return { fromOn: civilDayOf(from), toOn: civilDayOf(now) };
}

/** What a LIS02 value or time means, without changing the text it was sent as. */

export interface MeasuredText {
  /** The number as plain decimal text with a point, digits and trailing zeros as sent. */
  readonly number: string;
  readonly comparator: '' | '<' | '>' | '<=' | '>=';
}

/**
 * A number as analyzers write them: blanks around it, an optional sign, a comparator of censored values (`< 1.20`), one
 * decimal comma or point. Null for anything else (`----`, `++++`, words, `1,234.5`): a guess at a result is worse than none.
 */
export function readMeasured(raw: string): MeasuredText | null {
  const match = /^\s*(<=|>=|<|>)?\s*([+-]?)(\d+(?:[.,]\d*)?|[.,]\d+)\s*$/.exec(raw);
  if (match === null) return null;
  const [, comparator = '', sign = '', digits = ''] = match;
  const [whole = '', fraction = ''] = digits.replace(',', '.').split('.');
  const number = `${sign === '-' ? '-' : ''}${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
  return { number, comparator: comparator as MeasuredText['comparator'] };
}

/**
 * LIS02 date and time (`YYYYMMDD`, `YYYYMMDDHHMM`, `YYYYMMDDHHMMSS`, with an optional zone `+HHMM`) as ISO text of the
 * precision sent: `1940-06-07`, `2024-03-15T19:42`. Without a zone it is the instrument's local time. Null when it is no
 * date that exists.
 */
export function readLis02Time(raw: string): string | null {
  const match = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?([+-]\d{4})?)?$/.exec(raw.trim());
  if (match === null) return null;
  const [, year = '', month = '', day = '', hour, minute = '', second, zone] = match;
  const daysInMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > daysInMonth) return null;
  if (hour === undefined) return `${year}-${month}-${day}`;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) return null;
  const time = second === undefined ? `${hour}:${minute}` : `${hour}:${minute}:${second}`;
  return `${year}-${month}-${day}T${time}${zone === undefined ? '' : `${zone.slice(0, 3)}:${zone.slice(3)}`}`;
}

/**
 * Dates as a Macintosh writes them in the language of its owner: `06-Janvier-15 12:26:43`, `Mer 7 Janvier 2015`,
 * `24-Jul-12 15:07:09`, `19-May-15`. Seen in exports of MultiSET and in FCS files of CellQuest.
 */

/** First letters of the months, long enough to be told apart; all spellings of a month in one row. */
const MONTHS: readonly (readonly string[])[] = [
  ['jan', 'gen', 'ene'],
  ['feb', 'fev', 'fév'],
  ['mar', 'mär', 'mrz', 'maa'],
  ['apr', 'avr', 'abr'],
  ['may', 'mai', 'mag', 'mei'],
  ['jun', 'juin', 'giu'],
  ['jul', 'juil', 'lug'],
  ['aug', 'aou', 'aoû', 'ago'],
  ['sep', 'set'],
  ['oct', 'okt', 'ott', 'out'],
  ['nov'],
  ['dec', 'déc', 'dez', 'dic'],
];

/** Years of two digits: the instrument came in the nineties, so 90 to 99 are those. */
const CENTURY_PIVOT = 90;

/**
 * Civil time of such a date, `2015-01-06` or `2015-01-06T12:26:43`, with no zone because none is written. Null where the
 * month is in no language we know or the day can not be.
 */
export function readLocalTime(text: string): string | null {
  const date = /(\d{1,2})[-\s.]+([\p{L}]{3,12})\.?[-\s.]+(\d{4}|\d{2})(?!\d)/u.exec(text.normalize('NFC'));
  if (date === null) return null;
  const [whole, dayText = '', monthText = '', yearText = ''] = date;
  const month = monthOf(monthText.toLowerCase());
  const day = Number(dayText);
  const year =
    yearText.length === 4 ? Number(yearText) : Number(yearText) + (Number(yearText) >= CENTURY_PIVOT ? 1900 : 2000);
  if (month === null || day < 1 || day > daysIn(year, month)) return null;
  const on = `${year}-${two(month)}-${two(day)}`;
  const clock = /(\d{1,2}):(\d{2})(?::(\d{2}))?/.exec(text.slice(date.index + whole.length));
  if (clock === null) return on;
  const [, hour = '0', minute = '0', second = '0'] = clock;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return on;
  return `${on}T${two(Number(hour))}:${minute}:${two(Number(second))}`;
}

/** The month whose beginning is the longest that fits: `juin` is June and `juil` July. */
function monthOf(name: string): number | null {
  let best: { month: number; length: number } | null = null;
  for (const [index, beginnings] of MONTHS.entries()) {
    for (const beginning of beginnings) {
      if (name.startsWith(beginning) && beginning.length > (best?.length ?? 0)) {
        best = { month: index + 1, length: beginning.length };
      }
    }
  }
  return best?.month ?? null;
}

function daysIn(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

const two = (number: number): string => String(number).padStart(2, '0');

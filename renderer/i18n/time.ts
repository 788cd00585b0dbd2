/** Day, month and time as the house writes them: `22 Nov 2026 14:05`, 24 hours, in the zone of this bench. */
const locale = 'en-GB';
const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
const minutes = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false });
const seconds = new Intl.DateTimeFormat(locale, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});
const count = new Intl.NumberFormat(locale);

function parse(iso: string): Date | null {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** ISO instant -> `22 Nov 2026`. What can not be read is shown as it came. */
export function formatDay(iso: string): string {
  const date = parse(iso);
  return date === null ? iso : day.format(date).replace('Sept', 'Sep');
}

/** ISO instant -> `14:05`, `14:05:22` or `14:05:22.210`. */
export function formatTimeOfDay(iso: string, upTo: 'minutes' | 'seconds' | 'milliseconds'): string {
  const date = parse(iso);
  if (date === null) {
    return iso;
  }
  if (upTo === 'minutes') {
    return minutes.format(date);
  }
  const text = seconds.format(date);
  return upTo === 'seconds' ? text : `${text}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** ISO instant -> `22 Nov 2026 14:05` or with seconds; `full` adds seconds and the offset from UTC. */
export function formatInstant(iso: string, upTo: 'minutes' | 'seconds' | 'full'): string {
  const date = parse(iso);
  if (date === null) {
    return iso;
  }
  const text = `${formatDay(iso)} ${formatTimeOfDay(iso, upTo === 'minutes' ? 'minutes' : 'seconds')}`;
  return upTo === 'full' ? `${text} ${offsetOf(date)}` : text;
}

export function isSameDay(a: string, b: string): boolean {
  const [first, second] = [parse(a), parse(b)];
  if (first === null || second === null) {
    return a === b;
  }
  return first.toDateString() === second.toDateString();
}

/** 12345 -> `12,345`. */
export function formatCount(value: number): string {
  return count.format(value);
}

/** Bytes -> `12 bytes`, `4.2 kB`, `1.3 MB` (decimal units, as disks are sold). */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) {
    return `${bytes} bytes`;
  }
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

function offsetOf(date: Date): string {
  const offset = -date.getTimezoneOffset();
  const sign = offset < 0 ? '-' : '+';
  const two = (value: number) => String(value).padStart(2, '0');
  return `${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
}

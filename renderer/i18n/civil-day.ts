const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * A civil date -> `22 Nov 2026`. It is a day of the site's calendar and no moment, so no zone may move it. What is no civil
 * date is shown as it came.
 */
export function formatCivilDay(date: string): string {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date);
  return parts === null ? date : `${Number(parts[3])} ${months[Number(parts[2]) - 1] ?? parts[2]} ${parts[1]}`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** The day of an instant on this bench's calendar: `2026-11-22`. */
export function civilDayOf(at: Date): string {
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** Whether a text is a day there is: `2026-02-30` is none. */
export function isCivilDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** An instant as it is typed on this bench: `2026-11-22 14:05`. */
export function typedMoment(at: Date): string {
  return `${civilDayOf(at)} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** What was typed so, in this bench's zone, as ISO with offset UTC; null when it is no moment there is. */
export function readTypedMoment(text: string): string | null {
  const parts = /^(\d{4}-\d\d-\d\d)[ T](\d\d):(\d\d)$/.exec(text.trim());
  if (parts === null || !isCivilDay(parts[1] ?? '') || Number(parts[2]) > 23 || Number(parts[3]) > 59) {
    return null;
  }
  return new Date(`${parts[1]}T${parts[2]}:${parts[3]}`).toISOString();
}

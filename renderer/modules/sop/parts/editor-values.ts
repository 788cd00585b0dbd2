/** A time as it is typed, `10:00` or `1:30:00`, in seconds; null when it is none. */
export function readSpan(text: string): number | null {
  const found = /^(?:(\d{1,3}):)?(\d{1,3}):([0-5]\d)$/.exec(text.trim());
  if (found === null) {
    return null;
  }
  const [, hours, minutes, seconds] = found;
  const total = Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds);
  return total >= 1 && total <= 604_800 ? total : null;
}

/** The same the other way: 600 is `10:00`. */
export function formatSpan(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours === 0 ? `${minutes}:${two(seconds % 60)}` : `${hours}:${two(minutes)}:${two(seconds % 60)}`;
}

/** A decimal as the records keep it, or null when what was typed is none; a comma is a point. */
export function readDecimal(text: string): string | null {
  const value = text.trim().replace(',', '.');
  return /^-?\d{1,12}(\.\d{1,12})?$/.test(value) ? value : null;
}

/** A whole number within bounds, or null. */
export function readWhole(text: string, least: number, most: number): number | null {
  const value = Number(text.trim());
  return /^\d{1,6}$/.test(text.trim()) && value >= least && value <= most ? value : null;
}

/** Lines of a long text, without empty ones. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

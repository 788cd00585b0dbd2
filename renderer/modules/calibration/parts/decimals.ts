/** What was typed as a number in the form of the records: a point, or null where nothing was typed. */
export const decimalOf = (text: string): string | null => (text.trim() === '' ? null : text.trim().replace(',', '.'));

/** Whether what was typed is nothing or a number. */
export const isDecimalOrEmpty = (text: string): boolean =>
  text.trim() === '' || /^-?\d{1,12}([.,]\d{1,12})?$/.test(text.trim());

/** Whether a number was typed. */
export const isDecimal = (text: string): boolean => text.trim() !== '' && isDecimalOrEmpty(text);

/** A whole number from `least` to `most`, or null. */
export function wholeOf(text: string, least: number, most: number): number | null {
  const value = Number(text.trim());
  return /^\d{1,5}$/.test(text.trim()) && value >= least && value <= most ? value : null;
}

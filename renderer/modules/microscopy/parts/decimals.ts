/** What was typed as a number, with a point; null where it is none above zero. */
export function decimalOf(text: string): string | null {
  const written = text.trim().replace(',', '.');
  return /^\d{1,7}(?:\.\d{1,6})?$/.test(written) && Number(written) > 0 ? written : null;
}

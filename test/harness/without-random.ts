/**
 * A text without what chance writes into it: ids, hashes, signatures, times and long numbers, in which any four digits stand
 * sooner or later. For tests that look for what must not have come in; a birth date has eight digits and stays.
 */
export const withoutRandom = (text: string): string =>
  text
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, '(time)')
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '(id)')
    .replaceAll(/[\w-]{32,}/g, '(hash)')
    .replaceAll(/\d+\.\d{3,}|\d{10,}/g, '(number)');

import { useTranslation } from 'react-i18next';

/** A field of a record as words: `isTemporary` -> `Is temporary`, `link.baud` -> `Link, baud`. */
export function readableField(field: string): string {
  const words = field
    .replaceAll('.', ', ')
    .replaceAll(/[-_]/g, ' ')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value of a record as words, where it is not one of its own. */
export function useSayValue(): (value: string) => string {
  const { t } = useTranslation('people');
  return (value) => {
    if (value === 'true' || value === 'false') {
      return t(value === 'true' ? 'audit.yes' : 'audit.no');
    }
    // A list of plain words, as the record holds it: ["tech","senior"].
    if (/^\["[\w -]+"(,"[\w -]+")*\]$/.test(value)) {
      return value.slice(2, -2).replaceAll('","', ', ');
    }
    return value === '' || value === '[]' || value === '{}' || value === 'null' ? t('audit.nothing') : value;
  };
}

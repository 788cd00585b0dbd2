import type { FieldEntry, RecordedField, TaskField } from '../../../../shared/modules/maintenance/terms.ts';

export const emptyEntry = (key: string): FieldEntry => ({ key, value: null, reading: null, photo: null, note: '' });

/** The entry of one field out of a list; an empty one where nothing was entered. */
export function entryOf(entries: readonly FieldEntry[], key: string): FieldEntry {
  return entries.find((entry) => entry.key === key) ?? emptyEntry(key);
}

/** The list with one entry in the place of the one before it. */
export function withEntry(entries: readonly FieldEntry[], entry: FieldEntry): FieldEntry[] {
  return [...entries.filter((other) => other.key !== entry.key), entry];
}

type Say = (key: 'yes' | 'no' | 'pass' | 'fail') => string;

/** What was entered, as a person reads it; empty where nothing was. */
export function entryText(field: Pick<TaskField, 'kind' | 'unit'>, entry: FieldEntry, say: Say): string {
  const { value, photo } = entry;
  if (field.kind === 'photo') {
    return photo?.name ?? '';
  }
  if (value === null || value === '') {
    return '';
  }
  if (field.kind === 'confirm') {
    return say(value === 'yes' ? 'yes' : 'no');
  }
  if (field.kind === 'pass-fail') {
    return say(value === 'pass' ? 'pass' : 'fail');
  }
  return field.unit === '' || field.kind === 'text' || field.kind === 'choice' ? value : `${value} ${field.unit}`;
}

type Limits = Pick<RecordedField, 'low' | 'high' | 'unit'>;

/** Which limit sentence of the words holds, with its data; null where a field has no limit. */
export function limitSentence({ low, high, unit }: Limits) {
  if (low === null && high === null) {
    return null;
  }
  const key = low === null ? ('limitHigh' as const) : high === null ? ('limitLow' as const) : ('limitBoth' as const);
  return { key, data: { low: low ?? '', high: high ?? '', unit } };
}

import { compareDecimals } from '../../instruments/mapping/decimal.ts';
import type { FieldEntry, RecordedField, TaskField, Verdict } from './terms.ts';

/** Judging a task sheet: three verdicts, and what is missing is never green (mission rule C.0.3). */

const decimal = /^-?\d{1,12}(?:\.\d{1,12})?$/;

/** A number as people type it, as decimal text: blanks go, a comma is a point, a plus goes; null when it is none. */
export function readDecimal(typed: string): string | null {
  const plain = typed
    .trim()
    .replace(',', '.')
    .replace(/^\+/, '')
    .replace(/^(-?)\./, '$10.')
    .replace(/\.$/, '');
  return decimal.test(plain) ? plain : null;
}

type Judged = Pick<RecordedField, 'verdict' | 'why'>;

const missing: Judged = { verdict: 'cannot-evaluate', why: 'missing' };
const pass: Judged = { verdict: 'pass', why: '' };
const noted: Judged = { verdict: null, why: '' };

/** Judges one entry. At the limit passes. A field without limits is only noted, unless it is required and empty. */
export function judgeField(field: TaskField, entry: FieldEntry | undefined): Judged {
  const value = entry?.value?.trim() ?? '';
  if (field.kind === 'photo') return entry?.photo ? noted : field.isRequired ? missing : noted;
  if (value === '') return field.isRequired ? missing : noted;
  switch (field.kind) {
    case 'confirm':
      return value === 'yes' ? pass : { verdict: 'cannot-evaluate', why: 'not-confirmed' };
    case 'pass-fail':
      if (value === 'pass') return pass;
      return value === 'fail' ? { verdict: 'fail', why: 'said-fail' } : missing;
    case 'choice':
      if (field.passChoices.length === 0) return noted;
      return field.passChoices.includes(value) ? pass : { verdict: 'fail', why: 'not-a-passing-choice' };
    case 'text':
      return noted;
    case 'number':
    case 'reading': {
      const number = readDecimal(value);
      if (number === null) return { verdict: 'cannot-evaluate', why: 'not-a-number' };
      if (field.low === null && field.high === null) return noted;
      if (field.low !== null && compareDecimals(number, field.low) < 0) return { verdict: 'fail', why: 'below-low' };
      if (field.high !== null && compareDecimals(number, field.high) > 0) return { verdict: 'fail', why: 'above-high' };
      return pass;
    }
  }
}

/** The entries with the yardstick frozen beside each, in the order of the sheet. Entries for no field are dropped. */
export function recordFields(fields: readonly TaskField[], entries: readonly FieldEntry[]): RecordedField[] {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  return fields.map((field) => {
    const entry = byKey.get(field.key);
    const typed = entry?.value?.trim() ?? '';
    const number = field.kind === 'number' || field.kind === 'reading' ? readDecimal(typed) : null;
    const { label, kind, unit, low, high, passChoices, isRequired, source } = field;
    return {
      key: field.key,
      value: typed === '' ? null : (number ?? typed),
      reading: entry?.reading ?? null,
      photo: entry?.photo ?? null,
      note: entry?.note ?? '',
      ...{ label, kind, unit, low, high, passChoices, isRequired, source },
      ...judgeField(field, entry),
    };
  });
}

/** A recorded field as the field it was judged by, so that a correction is held against the same yardstick. */
export function fieldOf(recorded: RecordedField): TaskField {
  const { key, label, kind, unit, low, high, passChoices, isRequired, source } = recorded;
  return { key, label, kind, unit, low, high, choices: [], passChoices, isRequired, wire: null, source };
}

/** The sheet's verdict: any fail fails; else anything that can not be judged; else pass. With the labels that decided. */
export function judgeTask(fields: readonly RecordedField[]): { verdict: Verdict; because: string[] } {
  const labelled = (verdict: Verdict) => fields.filter((one) => one.verdict === verdict).map((one) => one.label);
  const failed = labelled('fail');
  if (failed.length > 0) return { verdict: 'fail', because: failed };
  const unclear = labelled('cannot-evaluate');
  return unclear.length > 0 ? { verdict: 'cannot-evaluate', because: unclear } : { verdict: 'pass', because: [] };
}

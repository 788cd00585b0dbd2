import { recordAmended, recordVoided } from './core-records.ts';
import { isRecordOf, type RecordOf, type StoredRecord } from './define.ts';

/** What later records say about one record. */
export interface Corrections {
  /** In folding order; each supersedes the fields it names. */
  readonly amendments: readonly RecordOf<typeof recordAmended>[];
  readonly voids: readonly RecordOf<typeof recordVoided>[];
}

/** True for a record that only corrects another one. */
export function isCorrection(record: StoredRecord): boolean {
  return isRecordOf(record, recordAmended) || isRecordOf(record, recordVoided);
}

/** Corrections in some records of a stream, by the hash of the record they speak of. */
export function correctionsByTarget(ordered: readonly StoredRecord[]): Map<string, Corrections> {
  const found = new Map<
    string,
    { amendments: RecordOf<typeof recordAmended>[]; voids: RecordOf<typeof recordVoided>[] }
  >();
  const of = (target: string) => {
    const known = found.get(target) ?? { amendments: [], voids: [] };
    found.set(target, known);
    return known;
  };
  for (const record of ordered) {
    if (isRecordOf(record, recordAmended)) of(record.body.target).amendments.push(record);
    else if (isRecordOf(record, recordVoided)) of(record.body.target).voids.push(record);
  }
  return found;
}

/** The record's body with the amended fields in place. The record itself, as signed, is untouched. */
export function amendedBody(record: StoredRecord, amendments: Corrections['amendments']): unknown {
  if (typeof record.body !== 'object' || record.body === null || Array.isArray(record.body)) return record.body;
  return Object.assign({}, record.body, ...amendments.map((amendment) => amendment.body.patch));
}

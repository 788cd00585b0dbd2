import { logRecovered } from '../../shared/records/core-records.ts';
import { isRecordOf, type StoredRecord } from '../../shared/records/define.ts';
import { parseLogId } from '../../shared/records/scopes.ts';
import type { RecordReader } from './record-reader.ts';

interface Loss {
  readonly log: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Holes that their own writer has declared: a `log.recovered` record counts for logs of the device that signed it, nobody
 * can declare another's records lost.
 */
export class KnownLosses {
  readonly #reader: RecordReader;
  #losses: Map<string, Loss[]> | undefined;

  constructor(reader: RecordReader) {
    this.#reader = reader;
  }

  /** The last sequence of the hole a sequence lies in, or undefined where none was declared. */
  endOfHole(log: string, seq: number): number | undefined {
    return this.#all()
      .get(log)
      ?.find((loss) => loss.from <= seq && seq <= loss.to)?.to;
  }

  /** Takes notice of a record; answers the logs it declares holes of. */
  notice(record: StoredRecord): string[] {
    const losses = lossesIn(record);
    if (losses.length === 0) return [];
    const known = this.#losses;
    if (known) for (const loss of losses) known.set(loss.log, [...(known.get(loss.log) ?? []), loss]);
    return [...new Set(losses.map(({ log }) => log))];
  }

  forget(): void {
    this.#losses = undefined;
  }

  #all(): Map<string, Loss[]> {
    if (this.#losses) return this.#losses;
    const all = new Map<string, Loss[]>();
    for (const loss of this.#reader.joins().flatMap(lossesIn)) all.set(loss.log, [...(all.get(loss.log) ?? []), loss]);
    this.#losses = all;
    return all;
  }
}

function lossesIn(record: StoredRecord): Loss[] {
  if (!isRecordOf(record, logRecovered)) return [];
  const writer = parseLogId(record.log)?.device;
  return record.body.missing.filter(({ log }) => parseLogId(log)?.device === writer);
}

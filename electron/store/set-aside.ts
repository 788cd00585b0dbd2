import type Database from 'better-sqlite3';
import { instrumentSameAs, personSameAs } from '../../shared/records/core-records.ts';
import { isRecordOf, type StoredRecord } from '../../shared/records/define.ts';
import { workstationEnrolled, workstationRevoked } from '../../shared/sync/records.ts';
import type { LogHeads } from './log-heads.ts';
import type { Projector } from './projector.ts';
import type { RecordReader } from './record-reader.ts';
import type { Transactions } from './transactions.ts';

interface SetAsideOptions {
  readonly db: Database.Database;
  readonly reader: RecordReader;
  readonly heads: LogHeads;
  readonly projector: Projector;
  readonly transactions: Transactions;
  readonly now: () => string;
}

interface Row {
  lsn: number;
  hash: Buffer;
  sig: Buffer;
  raw: string;
  seq: number;
  stream: string;
}

/**
 * Follows what a record says about trust, in its transaction. Records of a workstation that came in before its revocation did
 * stay in the log, go to quarantine as well, and out of the tables: so it does not matter to anybody's tables which came first.
 */
export function noticeTrust(record: StoredRecord, options: SetAsideOptions): void {
  options.reader.trust.learnEarlier(record);
  if (record.type !== workstationEnrolled.type && record.type !== workstationRevoked.type) return;
  const { heads, reader } = options;
  // What is joined until now is read before trust changes: it decided what the tables hold.
  const { joined: _ } = reader;
  const before = new Map(heads.all().map(({ log }) => [log, reader.trust.limitOf(log)]));
  reader.trust.learn();
  const changed = heads.all().filter(({ log, seq }) => {
    const was = before.get(log) ?? Number.POSITIVE_INFINITY;
    const is = reader.trust.limitOf(log);
    return was !== is && seq > Math.min(was, is);
  });
  if (changed.length > 0) withdraw(changed, before, options);
}

const isJoin = (record: StoredRecord): boolean =>
  isRecordOf(record, instrumentSameAs) || isRecordOf(record, personSameAs);

function withdraw(
  logs: readonly { log: string; logId: number }[],
  before: ReadonlyMap<string, number>,
  { db, reader, projector, transactions, now }: SetAsideOptions,
): void {
  const rows = db.prepare<[number, number], Row>(
    'SELECT lsn, hash, sig, raw, seq, stream FROM record_log WHERE log_id = ? AND seq > ? ORDER BY lsn',
  );
  const keep = db.prepare(
    `INSERT OR IGNORE INTO quarantine (log, seq, why, hash, sig, raw, via, received_at)
     VALUES (?, ?, 'records/revoked-device', ?, ?, ?, 'here', ?)`,
  );
  const release = db.prepare(
    "DELETE FROM quarantine WHERE log = ? AND seq <= ? AND why = 'records/revoked-device' AND via = 'here'",
  );
  const gone = new Map<string, StoredRecord[]>();
  for (const { log, logId } of logs) {
    const limit = reader.trust.limitOf(log);
    for (const row of rows.all(logId, Math.min(limit, before.get(log) ?? limit))) {
      if (reader.trust.isSetAside(log, row.seq)) keep.run(log, row.seq, row.hash, row.sig, row.raw, now());
      const record = reader.toRecord(row);
      // Its rows may stand under any name of its group: the join that made it one may be set aside as well.
      for (const member of projector.joins.membersOf(row.stream)) note(gone, member, [record]);
      if (!isJoin(record)) continue;
      for (const stream of projector.concernedBy(record)) note(gone, stream, reader.ofStreams([stream]));
    }
    release.run(log, Number.isFinite(limit) ? limit : Number.MAX_SAFE_INTEGER);
  }
  projector.forget();
  const roots = new Map<string, StoredRecord[]>();
  for (const [member, records] of gone) {
    const root = projector.joins.streamOf(member);
    note(roots, root, records);
  }
  projector.replayAll(roots);
  transactions.touch('record_log');
}

/** Adds to the list of a stream, which may grow long: a workstation may be revoked after years. */
function note(lists: Map<string, StoredRecord[]>, stream: string, records: readonly StoredRecord[]): void {
  const list = lists.get(stream) ?? [];
  for (const record of records) list.push(record);
  lists.set(stream, list);
}

import type { Migration } from '../migrate.ts';

/**
 * The record log with one index instead of three, because each is another page to write and to flush at every save. Which
 * place of its log a record takes is decided by the log's row in `logs`, which moves with it or refuses; records are found by
 * their stream; by hash they are looked up so seldom that the reader keeps that index in memory when it is asked to.
 */
export const narrowLog: Migration = {
  number: 3,
  name: 'narrow-log',
  sql: `
CREATE TABLE record_log_narrow (
  lsn INTEGER PRIMARY KEY,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  sig BLOB NOT NULL CHECK (length(sig) = 64),
  raw TEXT NOT NULL,
  log_id INTEGER NOT NULL REFERENCES logs (log_id),
  seq INTEGER NOT NULL,
  hlc TEXT NOT NULL,
  stream TEXT NOT NULL,
  type TEXT NOT NULL,
  tv INTEGER NOT NULL
) STRICT;
INSERT INTO record_log_narrow (lsn, hash, sig, raw, log_id, seq, hlc, stream, type, tv)
  SELECT lsn, hash, sig, raw, log_id, seq, hlc, stream, type, tv FROM record_log ORDER BY lsn;
DROP TABLE record_log;
ALTER TABLE record_log_narrow RENAME TO record_log;
CREATE INDEX record_log_stream ON record_log (stream);
CREATE INDEX record_log_special ON record_log (lsn)
  WHERE type IN ('site.adopted', 'instrument.same-as', 'person.same-as', 'log.recovered');

CREATE TRIGGER record_log_no_update BEFORE UPDATE ON record_log
BEGIN SELECT RAISE(ABORT, 'record_log is append-only'); END;
CREATE TRIGGER record_log_no_delete BEFORE DELETE ON record_log
BEGIN SELECT RAISE(ABORT, 'record_log is append-only'); END;
`,
};

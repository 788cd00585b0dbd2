import type { Migration } from '../migrate.ts';

/** The sealed log and what belongs to it. Column order of `record_log` matters to nobody; its text is what is signed. */
export const records: Migration = {
  number: 1,
  name: 'records',
  sql: `
CREATE TABLE logs (
  log_id INTEGER PRIMARY KEY,
  log TEXT NOT NULL UNIQUE,
  device TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  scope TEXT NOT NULL,
  head_seq INTEGER NOT NULL,
  head_link TEXT NOT NULL,
  head_hlc TEXT NOT NULL,
  acked_seq INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE record_log (
  lsn INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  sig BLOB NOT NULL CHECK (length(sig) = 64),
  raw TEXT NOT NULL,
  log_id INTEGER NOT NULL REFERENCES logs (log_id),
  seq INTEGER NOT NULL,
  hlc TEXT NOT NULL,
  stream TEXT NOT NULL,
  type TEXT NOT NULL,
  tv INTEGER NOT NULL,
  UNIQUE (log_id, seq)
) STRICT;
CREATE INDEX record_log_stream ON record_log (stream, hlc);
CREATE INDEX record_log_special ON record_log (lsn)
  WHERE type IN ('site.adopted', 'instrument.same-as', 'person.same-as', 'log.recovered');

CREATE TRIGGER record_log_no_update BEFORE UPDATE ON record_log
BEGIN SELECT RAISE(ABORT, 'record_log is append-only'); END;
CREATE TRIGGER record_log_no_delete BEFORE DELETE ON record_log
BEGIN SELECT RAISE(ABORT, 'record_log is append-only'); END;

CREATE TABLE pending (
  log TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL,
  sig BLOB NOT NULL,
  raw TEXT NOT NULL,
  via TEXT NOT NULL,
  received_at TEXT NOT NULL,
  PRIMARY KEY (log, seq, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
  quarantine_id INTEGER PRIMARY KEY,
  log TEXT NOT NULL,
  seq INTEGER NOT NULL,
  why TEXT NOT NULL,
  hash BLOB NOT NULL,
  sig BLOB NOT NULL,
  raw TEXT NOT NULL,
  via TEXT NOT NULL,
  received_at TEXT NOT NULL,
  UNIQUE (hash, sig, why)
) STRICT;

CREATE TABLE device_keys (
  device TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  public_key TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (device, epoch)
) STRICT, WITHOUT ROWID;

CREATE TABLE projection_state (
  name TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  shape TEXT NOT NULL,
  tables TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE record_conflicts (
  projection TEXT NOT NULL,
  stream TEXT NOT NULL,
  n INTEGER NOT NULL,
  code TEXT NOT NULL,
  at TEXT NOT NULL,
  against TEXT NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (projection, stream, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE store_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`,
};

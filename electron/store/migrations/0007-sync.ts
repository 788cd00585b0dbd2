import type { Migration } from '../migrate.ts';

/**
 * What sync keeps beside the log. `trusted_roots`: keys a person pinned, whose word on other workstations counts.
 * `log_holders`: what other places have signed to hold. `log_marks`: where in the file about every 64th record of a log lies, so
 * that a log can be read from any of its records on without an index that every save would have to write. `named_blobs`: files
 * that records name, found after the saves.
 */
export const sync: Migration = {
  number: 7,
  name: 'sync',
  sql: `
CREATE TABLE trusted_roots (
  device TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  public_key TEXT NOT NULL,
  box_key TEXT,
  label TEXT NOT NULL,
  source TEXT NOT NULL,
  pinned_at TEXT NOT NULL,
  PRIMARY KEY (device, epoch)
) STRICT, WITHOUT ROWID;

CREATE TABLE log_holders (
  holder TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('hub', 'bench')),
  log TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (holder, log)
) STRICT, WITHOUT ROWID;

CREATE TABLE log_marks (
  log_id INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  lsn INTEGER NOT NULL,
  PRIMARY KEY (log_id, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO log_marks (log_id, seq, lsn) SELECT log_id, seq, lsn FROM record_log WHERE seq % 64 = 1;
INSERT OR IGNORE INTO log_marks (log_id, seq, lsn) SELECT log_id, min(seq), min(lsn) FROM record_log GROUP BY log_id;

CREATE TABLE named_blobs (
  sha256 TEXT PRIMARY KEY,
  byte_count INTEGER NOT NULL,
  lsn INTEGER NOT NULL,
  is_on_hub INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE INDEX record_log_trust ON record_log (lsn) WHERE type IN ('workstation.enrolled', 'workstation.revoked');
CREATE INDEX quarantine_why ON quarantine (why);
`,
};

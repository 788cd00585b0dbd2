import type { Migration } from '../migrate.ts';

/**
 * Who, what, when and about which instrument, of every record in a few bytes: the audit trail searches here instead of in
 * the signed texts. Filled after the saves, many records at a time; it is behind by design, and made anew from the log when
 * it is empty.
 */
export const recordIndex: Migration = {
  number: 5,
  name: 'record-index',
  sql: `
CREATE TABLE record_index (
  lsn INTEGER PRIMARY KEY,
  hash_start INTEGER NOT NULL,
  wall_ms INTEGER NOT NULL,
  actor INTEGER NOT NULL,
  type INTEGER NOT NULL,
  instrument INTEGER NOT NULL
) STRICT;
CREATE INDEX record_index_hash ON record_index (hash_start);
CREATE TABLE record_index_names (name_id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
`,
};

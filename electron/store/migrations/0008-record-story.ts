import type { Migration } from '../migrate.ts';

/**
 * The index of records also says whose story a record belongs to, and when: an instrument's story is read from it, and no
 * save writes a line of its own for that. Begins empty: it is made anew from the log, behind the saves.
 */
export const recordStory: Migration = {
  number: 8,
  name: 'record-story',
  sql: `
DROP TABLE record_index;
CREATE TABLE record_index (
  lsn INTEGER PRIMARY KEY,
  hash_start INTEGER NOT NULL,
  wall_ms INTEGER NOT NULL,
  hlc TEXT NOT NULL,
  actor INTEGER NOT NULL,
  type INTEGER NOT NULL,
  instrument INTEGER NOT NULL,
  story INTEGER NOT NULL
) STRICT;
CREATE INDEX record_index_hash ON record_index (hash_start);
CREATE INDEX record_index_story ON record_index (story, hlc, type);
`,
};

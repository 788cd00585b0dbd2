import type { Migration } from '../migrate.ts';

/** How a message was read before a better definition read it again: kept beside, never overwritten (decision 9). */
export const messageReadings: Migration = {
  number: 6,
  name: 'message-readings',
  sql: `
CREATE TABLE message_readings (
  message_no INTEGER NOT NULL REFERENCES messages (message_no) ON DELETE CASCADE,
  reading_no INTEGER NOT NULL,
  definition_key TEXT NOT NULL,
  definition_version TEXT NOT NULL,
  definition_hash TEXT NOT NULL,
  replaced_at TEXT NOT NULL,
  records TEXT NOT NULL,
  signals TEXT NOT NULL,
  PRIMARY KEY (message_no, reading_no)
) STRICT, WITHOUT ROWID;
`,
};

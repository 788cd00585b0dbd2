import type { Migration } from '../migrate.ts';

/**
 * Decoded messages with identity removed: local, kept for months, never in the log. The wide parts lie apart, so that a
 * list of 100,000 rows scrolls over narrow pages. `message_frames` says which ACKed frames are accounted for.
 */
export const messages: Migration = {
  number: 2,
  name: 'messages',
  sql: `
CREATE TABLE messages (
  message_no INTEGER PRIMARY KEY AUTOINCREMENT,
  message_id TEXT NOT NULL UNIQUE,
  instrument TEXT NOT NULL,
  conversation TEXT NOT NULL,
  received_at TEXT NOT NULL,
  kind TEXT NOT NULL,
  checksum TEXT NOT NULL,
  specimen_hash TEXT,
  specimen_shows TEXT,
  result_count INTEGER NOT NULL,
  flagged_count INTEGER NOT NULL,
  unmapped_count INTEGER NOT NULL,
  state TEXT NOT NULL,
  resend_count INTEGER NOT NULL DEFAULT 0,
  has_rival INTEGER NOT NULL DEFAULT 0,
  is_handled INTEGER NOT NULL DEFAULT 0,
  content_hash TEXT NOT NULL,
  message_key TEXT
) STRICT;
CREATE INDEX messages_instrument ON messages (instrument, message_no);
CREATE INDEX messages_kind ON messages (kind, message_no);
CREATE INDEX messages_content ON messages (instrument, content_hash);
CREATE INDEX messages_rivals ON messages (instrument, message_key) WHERE message_key IS NOT NULL;
CREATE INDEX messages_received ON messages (received_at);
CREATE INDEX messages_flagged ON messages (message_no) WHERE flagged_count > 0;
CREATE INDEX messages_unmapped ON messages (message_no) WHERE unmapped_count > 0;
CREATE INDEX messages_partial ON messages (message_no) WHERE state = 'partial';
CREATE INDEX messages_unhandled ON messages (message_no) WHERE is_handled = 0;

CREATE TABLE message_bodies (
  message_no INTEGER PRIMARY KEY REFERENCES messages (message_no) ON DELETE CASCADE,
  definition_key TEXT NOT NULL,
  definition_version TEXT NOT NULL,
  definition_hash TEXT NOT NULL,
  records TEXT NOT NULL,
  signals TEXT NOT NULL,
  resends TEXT NOT NULL DEFAULT '[]',
  completed_by TEXT,
  dismissed_by TEXT,
  dismissed_reason TEXT,
  dismissed_at TEXT
) STRICT;

CREATE TABLE message_labels (
  label TEXT NOT NULL,
  message_no INTEGER NOT NULL REFERENCES messages (message_no) ON DELETE CASCADE,
  PRIMARY KEY (label, message_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_labels_message ON message_labels (message_no);

CREATE TABLE message_frames (
  entry_id INTEGER PRIMARY KEY,
  message_no INTEGER REFERENCES messages (message_no) ON DELETE SET NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX message_frames_message ON message_frames (message_no);

CREATE VIRTUAL TABLE message_search USING fts5 (words, content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = "unicode61 tokenchars '-_#%/+^*<>='");

CREATE TABLE specimen_identities (
  specimen_hash TEXT PRIMARY KEY,
  sealed BLOB NOT NULL,
  kept_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`,
};

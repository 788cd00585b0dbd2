import type { Migration } from '../migrate.ts';

/**
 * Labels of the newest messages, by message. A blood count has fifty labels, each at another end of the table that is sorted
 * by label: fifty pages to write for one message. So they wait here, side by side, until there are many messages of them.
 */
export const newLabels: Migration = {
  number: 4,
  name: 'new-labels',
  sql: `
CREATE TABLE message_new_labels (
  message_no INTEGER NOT NULL REFERENCES messages (message_no) ON DELETE CASCADE,
  label TEXT NOT NULL,
  PRIMARY KEY (message_no, label)
) STRICT, WITHOUT ROWID;
`,
};

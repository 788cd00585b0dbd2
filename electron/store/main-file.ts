import type { FileKind, Migration } from './migrate.ts';
import { records } from './migrations/0001-records.ts';
import { messages } from './migrations/0002-messages.ts';
import { narrowLog } from './migrations/0003-narrow-log.ts';
import { newLabels } from './migrations/0004-new-labels.ts';
import { recordIndex } from './migrations/0005-record-index.ts';
import { messageReadings } from './migrations/0006-message-readings.ts';
import { sync } from './migrations/0007-sync.ts';
import { recordStory } from './migrations/0008-record-story.ts';

/** Name of the main database inside the data folder. */
export const mainFileName = 'benchside.sqlite';

/** `BSdb` in the header of the main database. */
export const mainFileKind: FileKind = { applicationId: 0x42536462 };

export const mainMigrations: readonly Migration[] = [
  records,
  messages,
  narrowLog,
  newLabels,
  recordIndex,
  messageReadings,
  sync,
  recordStory,
];

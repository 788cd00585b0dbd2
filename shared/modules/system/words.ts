/** Sentences of the system module, and of errors that any module may meet. */
export const words = {
  'system/internal': 'Something went wrong inside Benchside. What was saved is safe. The details are in Diagnostics.',
  'system/invalid-input': 'The host did not understand this request. Nothing was changed.',
  'system/invalid-output': 'The host gave an answer that does not fit. What was saved is safe.',
  'system/not-found': 'The host has no such call. Window and host are of different versions; restart Benchside.',
  'records/stale': 'Someone else saved this meanwhile. Nothing was changed. Look at the new state and try again.',
  'records/invalid-body': 'This cannot be kept as a record ({{field}}). Nothing was changed.',
  'records/too-long': 'This is too long for one record. Nothing was changed. Make it shorter.',
  'records/bad-text': 'The text holds a character that cannot be kept. Nothing was changed.',
  'store/disk-full': 'The disk is full. Nothing was lost. Free some space; saving goes on by itself.',
  'store/read-only': 'The data folder can only be read. Nothing can be saved. Check its permissions.',
  'store/damaged': 'The data file is damaged. What can be read is kept. See Diagnostics for recovery.',
  'store/in-use': 'Another Benchside uses this data folder. Close it, then start again.',
  'store/blob-too-large': 'The file is too large to be kept.',
  'store/blob-damaged': 'The file on the disk is not the one that was saved. It is not shown.',
  'system/backup-target': '{{file}} can not be written. Nothing was backed up. Choose another place.',
} as const;

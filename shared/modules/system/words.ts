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
  'store/read-only':
    'The data folder can only be read. Nothing can be saved, and no instrument is listened to. Check its permissions.',
  'store/damaged': 'The data file is damaged. What can be read is kept. See Diagnostics for recovery.',
  'store/in-use': 'Another Benchside uses this data folder. Close it, then start again.',
  'store/key-missing':
    'The data file is encrypted, and its key is not in the key store. Nothing was changed. Type the printed escrow code.',
  'store/wrong-key':
    'The data file is encrypted with another key. Nothing was changed. Type the escrow code printed for it.',
  'store/escrow-code':
    'This is not the escrow code of this data file. Nothing was changed. Check it against the paper.',
  'store/conversion-differs':
    'The copy was not equal to the data file. Nothing was changed. Check the disk, then try again.',
  'system/escrow-not-proved':
    'Nothing was changed. Type the escrow code back first, to prove that it was written down.',
  'system/keys-stay': 'The keys stay where they are: this program was started in a way that cannot move them.',
  'system/encryption-unchanged': 'Nothing was changed: this is how the data file already is.',
  'store/blob-too-large': 'The file is too large to be kept.',
  'store/blob-gap': 'A piece of the file is missing before this one. It is asked for again from where it stopped.',
  'store/blob-damaged': 'The file on the disk is not the one that was saved. It is not shown.',
  'system/disk-low': 'Only {{freeMegabytes}} MB are free on the disk. Nothing is lost yet. Free some space.',
  'system/clock-stepped': 'The clock of this computer was set back. Records are kept in order; their times are marked.',
  'system/recovered': 'The data was recovered after damage. The report is in {{file}}.',
  'system/unknown-records': '{{count}} records need a newer Benchside. They are kept and not shown.',
  'system/conflicts': '{{count}} decisions were made apart. The safer value holds until someone decides.',
  'system/quarantine': '{{count}} records from elsewhere did not prove sound. They are kept apart.',
  'files/disk-full':
    'The disk of {{file}} is full. Nothing was written there. Free some space, or choose another place.',
  'files/can-not-write': '{{file}} cannot be written there. Nothing was written. Choose another place.',
  'files/not-chosen': 'This place was not chosen just now. Nothing was written. Choose it again.',
} as const;

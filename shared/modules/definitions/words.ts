/** Sentences for codes and keys the host sends: what happened, what was kept, what to do. */
export const words = {
  'definitions/not-nameable':
    'This definition has no table of names: its instrument sends none, or sends nothing. Nothing was changed.',
  'definitions/analyte-missing': 'Say which analyte “{{place}}” is, or leave it out. Nothing was changed.',
  'definitions/name-missing': 'Give “{{place}}” a name and, for a result, a test code. Nothing was changed.',
  'definitions/nothing-of-the-lab':
    'This lab changed nothing in the definitions that were chosen. No file was written.',
  'definitions/not-text': 'This is no pack of definitions: it is not text. Nothing was changed.',
  'definitions/file-changed': 'The file changed since you looked at it. Choose it again. Nothing was changed.',
  'definitions/item-refused': 'Definition {{index}} of the file can not be taken. Nothing was changed.',
} as const;

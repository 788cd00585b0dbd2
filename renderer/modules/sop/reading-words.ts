/** What the list of what is to be read says. */
export const readingWords = {
  title: 'To read',
  done: 'You have read everything you must.',
  doneMore: 'When a procedure you must read takes effect, it stands here.',
  noPerson: 'Nobody is signed in.',
  noPersonMore: 'Reading is signed by a person. Set up accounts first.',
  by: 'read it by {{date}}',
  late: 'Past its time, {{date}}',
  toRead: 'To read',
  first: 'Read: {{title}}',
} as const;

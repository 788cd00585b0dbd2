/** What the list of what is to be read says. */
export const readingWords = {
  title: 'To read',
  done: 'Everything that is to be read is read.',
  doneMore: 'A procedure that takes effect and is to be read by you stands here.',
  noPerson: 'Nobody is signed in.',
  noPersonMore: 'Reading is signed by a person. Set up accounts first.',
  by: 'read it by {{date}}',
  late: 'Past its time, {{date}}',
  toRead: 'To read',
  first: 'Read: {{title}}',
} as const;

/** What the screens of `cases` say. Keys are stable, sentences are not. */
export const casesWords = {
  title: 'Cases',
  empty: 'Nothing yet.',
} as const;

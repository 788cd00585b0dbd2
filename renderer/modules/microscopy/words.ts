/** What the screens of `microscopy` say. Keys are stable, sentences are not. */
export const microscopyWords = {
  title: 'Microscopy',
  empty: 'Nothing yet.',
} as const;

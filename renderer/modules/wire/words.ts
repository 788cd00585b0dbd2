/** What the screens of `wire` say. Keys are stable, sentences are not. */
export const wireWords = {
  title: 'Wire',
} as const;

/** What the screens of `bench` say. Keys are stable, sentences are not. */
export const benchWords = {
  title: 'Bench',
} as const;

/** What the screens of `instruments` say. Keys are stable, sentences are not. */
export const instrumentsWords = {
  title: 'Instruments',
} as const;

/** What the screens of `errors` say. Keys are stable, sentences are not. */
export const errorsWords = {
  title: 'Errors',
} as const;

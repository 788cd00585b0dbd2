/** What the screens of `system` say. Keys are stable, sentences are not. */
export const systemWords = {
  title: 'System',
} as const;

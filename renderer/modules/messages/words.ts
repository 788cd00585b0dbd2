/** What the screens of `messages` say. Keys are stable, sentences are not. */
export const messagesWords = {
  title: 'Messages',
} as const;

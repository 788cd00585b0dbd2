/** What the screens of `troubleshooting` say. Keys are stable, sentences are not. */
export const troubleshootingWords = {
  title: 'Guided steps',
} as const;

/** What the screens of a run say. */
export const runWords = {
  title: 'Runs',
} as const;

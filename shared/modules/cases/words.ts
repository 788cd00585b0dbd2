/** Sentences for codes and keys the host sends: what happened, what was kept, what to do. */
export const words = {
  'cases/not-found': 'This case is not on this bench.',
} as const;

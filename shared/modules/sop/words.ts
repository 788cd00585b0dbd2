/** Sentences for codes and keys the host sends: what happened, what was kept, what to do. */
export const words = {
  'sop/not-found': 'This SOP is not on this bench.',
} as const;

/** Sentences for codes and keys the host sends: what happened, what was kept, what to do. */
export const words = {
  'sop/not-found': 'This entry is not on this bench.',
  'sop/already-withdrawn': 'This entry is withdrawn already. Nothing was changed.',
  'sop/withdrawn-twice': 'Withdrawn on two benches apart. Both reasons are kept.',
} as const;

/** Sentences for codes and keys the host sends: what happened, what was kept, what to do. */
export const words = {
  '<<kebab>>/not-found': 'This entry is not on this bench.',
  '<<kebab>>/already-withdrawn': 'This entry is withdrawn already. Nothing was changed.',
  '<<kebab>>/withdrawn-twice': 'Withdrawn on two benches apart. Both reasons are kept.',
} as const;

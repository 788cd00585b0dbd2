import { standardsWords } from './standards-words.ts';

/** Sentences for codes and keys the host sends: what happened, what was kept, what to do. */
export const words = {
  ...standardsWords,

  'calibration/not-found': 'This calibration is not on this bench.',
} as const;

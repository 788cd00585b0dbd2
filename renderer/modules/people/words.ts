import { signingWords } from './signing-words.ts';

/** What the screens of `people` say. Keys are stable, sentences are not. */
export const peopleWords = {
  signing: signingWords,
} as const;

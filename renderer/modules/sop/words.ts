import { libraryWords } from './library-words.ts';
import { runWords } from './run-words.ts';

/** What the screens of `sop` say. Keys are stable, sentences are not. */
export const sopWords = {
  library: libraryWords,
  run: runWords,
} as const;

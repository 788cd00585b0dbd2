import { editorWords } from './editor-words.ts';
import { libraryWords, numberWords } from './library-words.ts';
import { readingWords } from './reading-words.ts';
import { runWords } from './run-words.ts';
import { sopPageWords, versionWords } from './version-words.ts';

/** What the screens of `sop` say. Keys are stable, sentences are not. */
export const sopWords = {
  library: libraryWords,
  numbers: numberWords,
  page: sopPageWords,
  version: versionWords,
  editor: editorWords,
  reading: readingWords,
  run: runWords,
} as const;

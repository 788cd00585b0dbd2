import { caseWords, nonconformityWords } from './case-words.ts';

/** What the screens about cases say. Visits, installations, notices and the time machine have tables of their own. */
export const casesWords = { ...caseWords, nce: nonconformityWords } as const;

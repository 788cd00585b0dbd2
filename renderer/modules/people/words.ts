import { adminWords } from './admin-words.ts';
import { auditWords } from './audit-words.ts';
import { encryptionWords } from './encryption-words.ts';
import { keyWords, ownerWords, passwordWords, recoverWords } from './owner-words.ts';
import { sessionWords } from './session-words.ts';
import { signingWords } from './signing-words.ts';

/** What the screens of `people` say. Keys are stable, sentences are not. */
export const peopleWords = {
  admin: adminWords,
  audit: auditWords,
  encryption: encryptionWords,
  key: keyWords,
  owner: ownerWords,
  password: passwordWords,
  recover: recoverWords,
  session: sessionWords,
  signing: signingWords,
} as const;

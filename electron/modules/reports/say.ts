import { type ReportWord, words } from '../../../shared/modules/reports/words.ts';
import { fillIn } from '../../../shared/reports/words.ts';

/** A sentence of this module's own reports. What is printed is what is hashed, so it is said here and not on the page. */
export function say(key: ReportWord, data: Readonly<Record<string, string | number>> = {}): string {
  return fillIn(words[key], data);
}

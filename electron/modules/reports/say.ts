import { whyWords } from '../../../shared/modules/calibration/why-words.ts';
import { words as calibrationWords } from '../../../shared/modules/calibration/words.ts';
import { words as casesWords } from '../../../shared/modules/cases/words.ts';
import { words as maintenanceWords } from '../../../shared/modules/maintenance/words.ts';
import { words as microscopyWords } from '../../../shared/modules/microscopy/words.ts';
import { words as peopleWords } from '../../../shared/modules/people/words.ts';
import { words as processingWords } from '../../../shared/modules/processing/words.ts';
import { type ReportWord, words } from '../../../shared/modules/reports/words.ts';
import { words as sopWords } from '../../../shared/modules/sop/words.ts';
import { fillIn } from '../../../shared/reports/words.ts';

/** A sentence of this module's own reports. What is printed is what is hashed, so it is said here and not on the page. */
export function say(key: ReportWord, data: Readonly<Record<string, string | number>> = {}): string {
  return fillIn(words[key], data);
}

/** Sentences of the modules this one reports about; keys as the page gets them. */
const others: Readonly<Record<string, string>> = {
  ...maintenanceWords,
  ...peopleWords,
  ...calibrationWords,
  ...whyWords,
  ...sopWords,
  ...casesWords,
  ...microscopyWords,
  ...processingWords,
};

/** A sentence of another module by the key its calls answered; a key without words shows itself. */
export function sayKey(key: string, data: Readonly<Record<string, string | number | boolean>> = {}): string {
  const plural = `${key}_${data.count === 1 ? 'one' : 'other'}`;
  const sentence = others[plural] ?? others[key] ?? key;
  const texts = Object.entries(data).map(([name, value]) => [name, typeof value === 'boolean' ? String(value) : value]);
  return fillIn(sentence, Object.fromEntries(texts)).trim();
}

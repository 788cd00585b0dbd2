import { parseMtSicsAnswer } from '../protocols/mt-sics.ts';
import { hideUnknown } from './mask-value.ts';

/** A command, and behind it only what a balance says: a state, a number, a unit. Words may be anything, also a name. */
const BALANCE_WORDS =
  /^\s*(?:@|[A-Z]{1,4}\d{0,2})(?:\s+(?:[A-Z+-]|[+-]?[\d.,]+|[kmu]?g|ct|N|dwt|ozt?|lb|GN|mom|msg|t|PCS|%))*\s*$/;

/** A line of a balance as it may be seen. Its answers hold no identity; a line that is none of them may be anything. */
export function maskBalanceLine(line: string): string {
  return parseMtSicsAnswer(line).kind !== 'other' || BALANCE_WORDS.test(line) ? line : hideUnknown(line);
}

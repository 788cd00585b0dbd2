/**
 * MT-SICS, the command set of Mettler Toledo balances (reference manual 11780711, level 0 and 1, as restated by public
 * drivers). Commands and answers are lines of ASCII ended by CR LF; an answer repeats its command, then a state, then
 * values. Only commands that read are known here: nothing tares, zeroes or adjusts.
 */

/** Commands that only ask. */
export const READ_ONLY_COMMANDS = [
  'I0',
  'I1',
  'I2',
  'I3',
  'I4',
  'I5',
  'I10',
  'I11',
  'I14',
  'S',
  'SI',
  'SU',
  'SIU',
] as const;

export type MtSicsAnswer =
  /** `S S 100.00 g` (stable) or `S D 1.234 g` (dynamic): value and unit as sent, without the blanks around them. */
  | {
      readonly kind: 'weight';
      readonly name: string;
      readonly isStable: boolean;
      readonly value: string;
      readonly unit: string;
    }
  /** `S +` and `S -`: above or below the weighing range (pan missing). */
  | { readonly kind: 'out-of-range'; readonly name: string; readonly range: 'over' | 'under' }
  /** `x I`: understood, not executable now (still taring, or no stable value in time). */
  | { readonly kind: 'not-executable'; readonly name: string }
  /** `x L`: understood, parameter not allowed. */
  | { readonly kind: 'wrong-parameter'; readonly name: string }
  /** ES, ET, EL: the balance did not take the command. They name no command. */
  | { readonly kind: 'error'; readonly name: string; readonly error: 'syntax' | 'transmission' | 'logical' }
  /** `I4 A "0123456789"`; `isLast` is false for `B`, more lines follow. */
  | { readonly kind: 'inquiry'; readonly name: string; readonly isLast: boolean; readonly values: readonly string[] }
  | { readonly kind: 'other'; readonly name: string; readonly values: readonly string[] };

const ERRORS: Readonly<Record<string, 'syntax' | 'transmission' | 'logical'>> = {
  ES: 'syntax',
  ET: 'transmission',
  EL: 'logical',
};

/** Splits a line at blanks; a text in quotes is one token, without its quotes. */
export function splitMtSicsLine(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}

/** What one answer line says. A line of no known form is `other`; an empty one has an empty name. Never throws. */
export function parseMtSicsAnswer(line: string): MtSicsAnswer {
  // Kern balances say it in a word of their own, in place of a weight.
  if (line.trim() === '=Overload=') return { kind: 'out-of-range', name: 'S', range: 'over' };
  const [name = '', state = '', ...values] = splitMtSicsLine(line);
  const error = ERRORS[name];
  if (error !== undefined) return { kind: 'error', name, error };
  if (state === 'I' && values.length === 0) return { kind: 'not-executable', name };
  if (state === 'L' && values.length === 0) return { kind: 'wrong-parameter', name };
  if (/^I\d{1,2}$/.test(name) && (state === 'A' || state === 'B')) {
    return { kind: 'inquiry', name, isLast: state === 'A', values };
  }
  if (/^S(?:[IRNU]|NR|IR|IU|RU|NRU|IRU)?$/.test(name)) {
    if (state === '+' || state === '-') return { kind: 'out-of-range', name, range: state === '+' ? 'over' : 'under' };
    const [value, unit = ''] = values;
    if ((state === 'S' || state === 'D') && value !== undefined) {
      return { kind: 'weight', name, isStable: state === 'S', value, unit };
    }
  }
  return { kind: 'other', name, values: state === '' ? [] : [state, ...values] };
}

/**
 * Does this answer belong to `command`? Weights answer as `S` whatever weighing command asked (public transcripts), and
 * the error letters belong to whatever was asked last.
 */
export function isAnswerTo(command: string, answer: MtSicsAnswer): boolean {
  if (answer.kind === 'error') return true;
  return answer.name === command || (command.startsWith('S') && answer.name === 'S');
}

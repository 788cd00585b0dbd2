import { isDeletion } from '../protocols/lis02.ts';
import type { MeasuredText } from '../protocols/lis02-values.ts';
import type { Meaning, ResultRules } from '../result-rules.ts';
import { compareDecimals } from './decimal.ts';
import { matchesAny } from './pattern.ts';
import { parseReading } from './reading.ts';

type GroupKind = ResultRules['groups'][number]['kind'];

/** What a definition says about one test code. */
export interface TestView {
  readonly code: string;
  readonly group: GroupKind | null;
  readonly analyte: string | null;
  /** The maker's scale of its values, where one is given. */
  readonly scale: ResultRules['groups'][number]['scale'];
}

/** From the most to the least worth saying, when a result carries several flags. */
const RANK: readonly Meaning[] = [
  'no-result',
  'over-range',
  'under-range',
  'critical',
  'low-reliability',
  'flag',
  'out-of-range',
  'normal',
];

/** Looks a test code up: exactly, then by the groups' patterns. A code nobody listed has no group and no analyte. */
export function viewTest(code: string, mapping: ResultRules): TestView {
  const group =
    mapping.groups.find((entry) => entry.codes.includes(code)) ??
    mapping.groups.find((entry) => matchesAny(entry.patterns, code));
  const analyte = Object.hasOwn(mapping.analytes, code) ? (mapping.analytes[code] ?? null) : null;
  return { code, group: group?.kind ?? null, analyte, scale: group?.scale ?? null };
}

/** Whether a number lies beyond the scale the maker gives for its test: then it is not what we take it for. */
export function isOffScale(view: TestView, value: string | null): boolean {
  if (view.scale === null || value === null) return false;
  return compareDecimals(value, view.scale.low) < 0 || compareDecimals(value, view.scale.high) > 0;
}

/** Whether the definition has ever heard of this code. */
export function isKnownTest(view: TestView, mapping: ResultRules): boolean {
  return mapping.isOpenList || view.group !== null || view.analyte !== null;
}

export interface Understood {
  readonly value: string | null;
  readonly meaning: Meaning;
}

/** What one result says: the number in it, and what its mark, its flags and its kind of test make of it. */
export function understandResult(
  rawValue: string,
  flags: readonly string[],
  test: TestView,
  mapping: ResultRules,
  component: string,
): Understood {
  const reading = parseReading(rawValue, component);
  if (test.group !== null && test.group !== 'measured') {
    // A suspect flag is sent with every sample; only above its threshold does it carry a mark in R.7.
    const isQuiet =
      test.group === 'suspect' &&
      !flags.some((flag) => flag.trim() !== '' && meaningOfFlag(flag.trim(), mapping) === 'flag');
    if (isQuiet) return { value: numberOf(reading), meaning: 'not-flagged' };
    return { value: test.group === 'image' ? null : numberOf(reading), meaning: test.group };
  }
  const mark = readMark(rawValue.trim(), reading, mapping);
  // A flag nobody listed still flags the result; what it means is named apart, as unmapped.
  const meanings = flags
    .map((flag) => flag.trim())
    .flatMap((flag) => (flag === '' ? [] : meaningOfFlag(flag, mapping)));
  if (mark !== null) meanings.push(mark);
  const worst = RANK.find((meaning) => meanings.includes(meaning));
  const value = mark === null ? numberOf(reading) : null;
  if (worst !== undefined && worst !== 'normal') return { value, meaning: worst };
  if (value === null) return { value, meaning: rawValue.trim() === '' ? 'no-result' : 'text' };
  return { value, meaning: worst ?? 'not-flagged' };
}

function meaningOfFlag(flag: string, mapping: ResultRules): Meaning {
  return (Object.hasOwn(mapping.flags, flag) ? mapping.flags[flag] : undefined) ?? 'flag';
}

/** A censored value (`> 10`) is a bound, not a number one may chart or hold against a limit. */
function numberOf(reading: MeasuredText | null): string | null {
  return reading?.comparator === '' ? reading.number : null;
}

/** Marks that stand in the value's place. */
function readMark(value: string, reading: MeasuredText | null, mapping: ResultRules): Meaning | null {
  if (isDeletion(value) || matchesAny(mapping.noResult, value)) return 'no-result';
  if (matchesAny(mapping.overRange, value)) return 'over-range';
  if (reading?.comparator.startsWith('>')) return 'over-range';
  if (reading?.comparator.startsWith('<')) return 'under-range';
  return null;
}

import { convertValue } from './analytes.ts';

/**
 * Whether the numbers of one sample agree with each other. An analyzer measures a few quantities and computes the others
 * from them, so those identities hold in every message that is read rightly, whatever the patient has; where they do not,
 * numbers stand in the wrong places. That is how a field map nobody documented is held against the analyzer in front of
 * a person.
 *
 * The tolerance is not chosen: every value is known to one unit of its last sent digit (rounded or cut, either way), and
 * an identity fails only where no numbers within that could fulfil it. Identities of the red cells are their definitions
 * (hematocrit = count x mean volume; the others are quotients); shares of a differential are shares of one count.
 */

/** One measured value of a sample, as a signal carries it. */
export interface SampleValue {
  readonly analyte: string | null;
  /** Decimal text, or null where there is none. */
  readonly value: string | null;
  /** Unit as sent; one that the catalogue can not convert leaves its identities open. */
  readonly unit: string;
  /** `text` where words stand in the value's place. */
  readonly meaning: string;
}

export const IDENTITY_KEYS = [
  /** No identity: words stand where numbers belong. */
  'words-for-numbers',
  'hct-rbc-mcv',
  'mch-hgb-rbc',
  'mchc-hgb-hct',
  'pct-plt-mpv',
  'shares-100',
  'counts-wbc',
  'neut-share',
  'lymph-share',
  'mono-share',
  'eo-share',
  'baso-share',
  'mid-share',
  'gran-share',
] as const;
export type IdentityKey = (typeof IDENTITY_KEYS)[number];

export interface IdentityCheck {
  readonly key: IdentityKey;
  readonly verdict: 'holds' | 'fails' | 'cannot-evaluate';
  /** What one side says and what the other gives, as decimal texts; empty where it could not be evaluated. */
  readonly stated: string;
  readonly computed: string;
}

export interface Plausibility {
  readonly verdict: 'fits' | 'does-not-fit' | 'cannot-evaluate';
  readonly checks: readonly IdentityCheck[];
}

/** So many identities of one sample must hold before it says that a map fits. */
export const HOLDS_UNTIL_FIT = 3;
/** So many words in places of numbers are no oddity of one field any more: another record is read. */
const WORDS_UNTIL_MISFIT = 3;
/** A value known no finer than this share of itself proves nothing: blanks and near zeros fulfil every identity. */
const COARSEST = 0.05;

/** A number with what it can be at least and at most. */
interface Range {
  readonly low: number;
  readonly high: number;
}

const DIFFERENTIALS = [
  ['neut', 'lymph', 'mono', 'eo', 'baso'],
  ['lymph', 'mid', 'gran'],
] as const;

const SHARES = ['neut', 'lymph', 'mono', 'eo', 'baso', 'mid', 'gran'] as const;

/** Units the formulas count in. */
const UNITS: Readonly<Record<string, string>> = {
  wbc: '10*3/uL',
  rbc: '10*6/uL',
  hgb: 'g/dL',
  hct: '%',
  mcv: 'fL',
  mch: 'pg',
  mchc: 'g/dL',
  plt: '10*3/uL',
  mpv: 'fL',
  pct: '%',
};

/** The identities of one sample. Several values of one analyte are taken as none: nobody says which belongs to which. */
export function checkSample(values: readonly SampleValue[]): Plausibility {
  const read = (analyte: string): Range | null => {
    const found = values.filter((one) => one.analyte === analyte);
    return found.length === 1
      ? readRange(found[0], UNITS[analyte] ?? (analyte.endsWith('-percent') ? '%' : '10*3/uL'))
      : null;
  };
  const words = values.filter(({ analyte, meaning }) => analyte !== null && meaning === 'text').length;
  const checks: IdentityCheck[] = [
    judge('hct-rbc-mcv', read('hct'), product(read('rbc'), read('mcv'), 0.1)),
    judge('mch-hgb-rbc', read('mch'), quotient(read('hgb'), read('rbc'), 10)),
    judge('mchc-hgb-hct', read('mchc'), quotient(read('hgb'), read('hct'), 100)),
    judge('pct-plt-mpv', read('pct'), product(read('plt'), read('mpv'), 0.0001)),
  ];
  const parts = DIFFERENTIALS.find((names) =>
    names.every((name) => values.some((one) => one.analyte === `${name}-percent`)),
  );
  const names = parts ?? DIFFERENTIALS[0];
  checks.push(
    judge('shares-100', { low: 100, high: 100 }, sum(names.map((name) => readPart(values, `${name}-percent`)))),
  );
  checks.push(judge('counts-wbc', read('wbc'), sum(names.map((name) => readPart(values, `${name}-count`)))));
  for (const name of SHARES) {
    const count = read(`${name}-count`);
    const share = read(`${name}-percent`);
    if (count === null && share === null) continue;
    checks.push(judge(`${name}-share`, count, product(read('wbc'), share, 0.01)));
  }
  if (words >= WORDS_UNTIL_MISFIT) {
    checks.push({ key: 'words-for-numbers', verdict: 'fails', stated: String(words), computed: '0' });
  }
  return { verdict: verdictOf(checks), checks };
}

/** The verdict over several samples, the newest last: one that fails speaks against the map, however many agreed. */
export function joinSamples(samples: readonly Plausibility[]): Plausibility['verdict'] {
  const verdicts = samples.map(({ verdict }) => verdict);
  if (verdicts.includes('does-not-fit')) return 'does-not-fit';
  return verdicts.includes('fits') ? 'fits' : 'cannot-evaluate';
}

function verdictOf(checks: readonly IdentityCheck[]): Plausibility['verdict'] {
  if (checks.some(({ verdict }) => verdict === 'fails')) return 'does-not-fit';
  return checks.filter(({ verdict }) => verdict === 'holds').length >= HOLDS_UNTIL_FIT ? 'fits' : 'cannot-evaluate';
}

/** A value that is too coarse to prove anything counts as none. */
function readRange(found: SampleValue | undefined, unit: string): Range | null {
  const range = readExact(found, unit);
  return range === null || range.high - range.low > 2 * COARSEST * Math.abs((range.high + range.low) / 2)
    ? null
    : range;
}

/** In a sum a small part may be coarse, or nothing at all. */
function readPart(values: readonly SampleValue[], analyte: string): Range | null {
  const found = values.filter((one) => one.analyte === analyte);
  return found.length === 1 ? readExact(found[0], analyte.endsWith('-percent') ? '%' : '10*3/uL') : null;
}

function readExact(found: SampleValue | undefined, unit: string): Range | null {
  if (found === undefined || found.value === null) return null;
  const text = convertValue(found.value, found.unit, unit);
  if (text === null || text.startsWith('-')) return null;
  const digits = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
  const step = 10 ** -digits;
  const value = Number(text);
  return Number.isFinite(value) ? { low: Math.max(0, value - step), high: value + step } : null;
}

function product(one: Range | null, other: Range | null, factor: number): Range | null {
  if (one === null || other === null) return null;
  return { low: one.low * other.low * factor, high: one.high * other.high * factor };
}

function quotient(one: Range | null, other: Range | null, factor: number): Range | null {
  if (one === null || other === null || other.low <= 0) return null;
  return { low: (one.low / other.high) * factor, high: (one.high / other.low) * factor };
}

function sum(parts: readonly (Range | null)[]): Range | null {
  let low = 0;
  let high = 0;
  for (const part of parts) {
    if (part === null) return null;
    low += part.low;
    high += part.high;
  }
  return { low, high };
}

/** Two ranges that meet can be one number. A computed range too wide to tell anything is no proof. */
function judge(key: IdentityKey, stated: Range | null, computed: Range | null): IdentityCheck {
  const open = { key, verdict: 'cannot-evaluate', stated: '', computed: '' } as const;
  if (stated === null || computed === null) return open;
  const middle = (computed.low + computed.high) / 2;
  if (middle <= 0 || computed.high - computed.low > 4 * COARSEST * middle) return open;
  // What the arithmetic of binary numbers adds is far below any sent digit.
  const slack = 1e-9 * Math.max(1, computed.high);
  const meets = stated.low <= computed.high + slack && computed.low <= stated.high + slack;
  return {
    key,
    verdict: meets ? 'holds' : 'fails',
    stated: show((stated.low + stated.high) / 2),
    computed: show(middle),
  };
}

function show(value: number): string {
  return String(Number(value.toPrecision(4)));
}

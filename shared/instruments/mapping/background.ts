import { convertValue } from '../analytes.ts';
import type { InstrumentDefinition, Lis02Mapping } from '../definition.ts';
import type { BackgroundSignal } from '../signals.ts';
import { compareDecimals } from './decimal.ts';
import { matchesAny } from './pattern.ts';

type Background = NonNullable<Lis02Mapping['background']>;
type Limit = Background['limitSets'][number]['limits'][number];

export interface BackgroundJudgement {
  readonly limit: string | null;
  readonly limitSource: string;
  readonly verdict: BackgroundSignal['verdict'];
}

/** The published limits for the model a message names; empty where nobody published any. */
export function findLimits(background: Background, model: string): readonly Limit[] {
  const set = background.limitSets.find((entry) => matchesAny(entry.models, model));
  return set?.limits ?? [];
}

/**
 * Judges one blank value. At the limit passes (the filing says "not more than"); a missing value, a unit that does not
 * convert, or a test without a published limit is never a pass. The instrument's own mark "above limit" fails a blank
 * whatever we know.
 */
export function judgeBlank(
  background: Background,
  limits: readonly Limit[],
  blank: {
    readonly code: string;
    readonly value: string | null;
    readonly unit: string;
    readonly flags: readonly string[];
  },
): BackgroundJudgement {
  const limit = limits.find((entry) => entry.code === blank.code);
  const known = { limit: limit?.limit ?? null, limitSource: limit === undefined ? '' : limit.sources.join(', ') };
  if (blank.flags.some((flag) => background.failFlags.includes(flag.trim()))) {
    return { ...known, limitSource: known.limitSource || 'instrument', verdict: 'fail' };
  }
  if (limit === undefined || blank.value === null) return { ...known, verdict: 'cannot-evaluate' };
  const converted = convertValue(blank.value, blank.unit, limit.unit);
  if (converted === null) return { ...known, verdict: 'cannot-evaluate' };
  return { ...known, verdict: compareDecimals(converted, limit.limit) <= 0 ? 'pass' : 'fail' };
}

export interface BackgroundSummary {
  readonly verdict: BackgroundSignal['verdict'];
  /** The worst line, such as `PLT 14 10*3/uL (limit 10)`; what is missing where nothing failed; empty for a pass. */
  readonly worst: string;
  /** Required tests that the message did not hold. */
  readonly missing: readonly string[];
}

/**
 * The verdict on a whole background check: any failed blank fails it; it passes only when every required test of a
 * published set of limits is there and passes; everything else cannot be evaluated.
 *
 * `signals` are the `background` signals of one message, `model` the one its header names.
 */
export function summarizeBackground(
  definition: InstrumentDefinition,
  signals: readonly BackgroundSignal[],
  model: string,
): BackgroundSummary {
  const background = definition.mapping.kind === 'lis02' ? definition.mapping.background : null;
  const component = definition.mapping.kind === 'lis02' ? definition.mapping.testComponent : null;
  const codeOf = (test: string) => (component === null ? test : (test.split('^')[component - 1] ?? '')).trim();
  const failed = signals.find((signal) => signal.verdict === 'fail');
  if (failed !== undefined) {
    const limit = failed.limit === null ? '' : ` (limit ${failed.limit})`;
    const worst = `${codeOf(failed.test)} ${failed.rawValue.trim()} ${failed.unit}${limit}`.replace(/ {2,}/g, ' ');
    return { verdict: 'fail', worst, missing: [] };
  }
  const required = background === null ? [] : findLimits(background, model).filter((limit) => limit.isRequired);
  const passed = new Set(signals.filter((one) => one.verdict === 'pass').map((one) => codeOf(one.test)));
  const missing = required.filter((limit) => !passed.has(limit.code)).map((limit) => limit.code);
  if (required.length > 0 && missing.length === 0) return { verdict: 'pass', worst: '', missing };
  return { verdict: 'cannot-evaluate', worst: missing.join(', '), missing };
}

import { cvOf, inUnit, isShowable, isWithin, limitOf, meanOf, placesOf, sdOf, show } from './rules-numbers.ts';
import { asideOf, type SessionFold, type SessionRunFold } from './rules-session.ts';
import type { Material, ParameterTerms, RunCount, RunSet, Statistics, Tolerance, Verdict, Why } from './terms.ts';

/** One parameter over one series of replicates: what counts, its mean, SD and CV, and what they are held against. */

export interface SeriesAsked {
  readonly set: RunSet;
  readonly material: Material | null;
  readonly parameter: ParameterTerms;
  /** How many runs the procedure asks for; null asks for nothing (controls). */
  readonly count: RunCount | null;
  readonly tolerance: Tolerance | null;
  /**
   * `demanded`: without a limit of the CV it cannot be judged; `where-known`: held against the limit where there is one;
   * `shown`: computed and held against nothing (levels and controls: the limit is that of a normal sample).
   */
  readonly cv: 'demanded' | 'where-known' | 'shown';
}

/** Statistics with the unrounded numbers, for what is computed from them. */
export interface Series {
  readonly line: Statistics;
  readonly mean: number | null;
  readonly assigned: number | null;
  readonly isStarted: boolean;
}

/**
 * Runs of a series in the order they were measured: first runs are dropped by this order, whoever took them over first.
 * Where the instrument's times are equal, by the order of recording.
 */
export function runsOf(state: SessionFold, set: RunSet, materialKey: string | null): readonly SessionRunFold[] {
  const counted = new Set<string>();
  return state.runs
    .filter(({ run }) => run.set === set && (set === 'precision' || run.materialKey === materialKey))
    .toSorted((a, b) => measuredAt(a) - measuredAt(b) || compare(a.hlc, b.hlc) || compare(a.run.runId, b.run.runId))
    .filter(({ run: { runId, messageId } }) => {
      // One message is one replicate, on however many benches it was taken; set aside it may be taken anew.
      if (messageId === null || asideOf(state, runId, null)) return true;
      if (counted.has(messageId)) return false;
      counted.add(messageId);
      return true;
    });
}

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

function measuredAt({ run }: SessionRunFold): number {
  const ms = Date.parse(run.at);
  return Number.isNaN(ms) ? 0 : ms;
}

/**
 * Judges one series, from the raw values. A value nobody could read, of another unit, or too few of them is CANNOT
 * EVALUATE, never a pass; a run set aside is counted as such and stays in the list (finding CC22).
 *
 * Pass: `|mean - assigned| <= max(percent x assigned, floor)` and `CV <= limit`, at the limit included (mission rule C.6).
 */
export function judgeSeries(state: SessionFold, asked: SeriesAsked): Series {
  const { set, material, parameter, count, tolerance } = asked;
  const materialKey = material?.materialKey ?? null;
  const whys: Statistics['whys'] = [];
  const add = (code: Why): void => {
    if (!whys.some((one) => one.code === code)) whys.push({ code, subject: parameter.label });
  };
  const runs = runsOf(state, set, materialKey);
  const dropped = count?.dropFirst ?? 0;
  const counted: number[] = [];
  let excludedCount = 0;
  let places = 0;
  for (const { run } of runs.slice(dropped)) {
    const value = run.values.find((one) => one.parameter === parameter.key);
    if (asideOf(state, run.runId, parameter.key)) {
      excludedCount += 1;
      continue;
    }
    if (!value) continue;
    if (value.value === null) {
      add('not-a-number');
      continue;
    }
    const held = inUnit(value.value, value.unit, parameter.unit);
    if (held === null) {
      add('unit-differs');
      continue;
    }
    places = Math.max(places, placesOf(held));
    counted.push(Number(held));
  }
  const n = counted.length;
  const mean = meanOf(counted);
  const cv = cvOf(counted);
  const sd = sdOf(counted);
  const stated = material?.values.find((one) => one.parameter === parameter.key);
  const assignedText = stated?.assigned == null ? null : inUnit(stated.assigned, stated.unit, parameter.unit);
  if (stated?.assigned != null && assignedText === null) add('unit-differs');
  const assigned = assignedText === null ? null : Number(assignedText);
  if (n === 0) add('no-runs');
  if (count) {
    if (count.least === null) add('no-count');
    else if (n < count.least && n > 0) add('too-few-runs');
    if (count.most !== null && n > count.most) add('too-many-runs');
  }
  let isFailed = false;
  const maxCvPercent = asked.cv === 'shown' ? null : parameter.maxCvPercent;
  if (maxCvPercent !== null && cv !== null) {
    if (!isWithin(cv, Number(maxCvPercent))) {
      isFailed = true;
      add('cv-above-limit');
    }
  } else if (asked.cv === 'demanded') {
    if (maxCvPercent === null) add('cv-no-limit');
    else if (n > 1) add('mean-zero');
    else if (n === 1) add('too-few-runs');
  }
  const limit = assigned === null || tolerance === null ? null : limitOf(tolerance, assigned);
  const difference = mean === null || assigned === null ? null : mean - assigned;
  if (tolerance) {
    if (assignedText === null) add('no-assigned-value');
    else if (limit === null) add('no-limit');
    else if (difference !== null && !isWithin(Math.abs(difference), limit)) {
      isFailed = true;
      add('outside-tolerance');
    }
  }
  const isUnjudged = whys.some(({ code }) => code !== 'cv-above-limit' && code !== 'outside-tolerance');
  const verdict: Verdict = isFailed ? 'fail' : isUnjudged ? 'cannot-evaluate' : 'pass';
  const percent = difference === null || !assigned ? null : (100 * difference) / Math.abs(assigned);
  const text = (value: number | null, at: number): string | null => (isShowable(value) ? show(value, at) : null);
  return {
    mean,
    assigned,
    isStarted: runs.length > 0,
    line: {
      set,
      materialKey,
      parameter: parameter.key,
      unit: parameter.unit,
      n,
      excludedCount,
      droppedCount: Math.min(dropped, runs.length),
      mean: text(mean, places + 2),
      sd: text(sd, places + 3),
      cvPercent: text(cv, 2),
      maxCvPercent,
      assigned: assignedText,
      difference: text(difference, places + 2),
      differencePercent: text(percent, 2),
      limit: text(limit, Math.max(places, 2) + 2),
      verdict,
      whys: whys.slice(0, 6),
    },
  };
}

/**
 * One parameter of one control: every value that was not set aside must lie within the limits stated for it, at the limit
 * included. Repeating until one fits does not help: the one that did not fit counts too.
 */
export function judgeControl(state: SessionFold, control: Material, parameter: ParameterTerms): Series {
  const series = judgeSeries(state, {
    set: 'qc',
    material: control,
    parameter,
    count: null,
    tolerance: null,
    cv: 'shown',
  });
  const stated = control.values.find((one) => one.parameter === parameter.key);
  const whys = [...series.line.whys];
  const add = (code: Why): void => {
    if (!whys.some((one) => one.code === code)) whys.push({ code, subject: parameter.label });
  };
  const low = stated?.low == null ? null : inUnit(stated.low, stated.unit, parameter.unit);
  const high = stated?.high == null ? null : inUnit(stated.high, stated.unit, parameter.unit);
  if (low === null || high === null) add('no-limit');
  let isFailed = false;
  for (const { run } of runsOf(state, 'qc', control.materialKey)) {
    const value = run.values.find((one) => one.parameter === parameter.key);
    if (!value?.value || asideOf(state, run.runId, parameter.key)) continue;
    const held = inUnit(value.value, value.unit, parameter.unit);
    if (held === null || low === null || high === null) continue;
    if (!isWithin(Number(low), Number(held)) || !isWithin(Number(held), Number(high))) isFailed = true;
  }
  if (isFailed) add('outside-control-limits');
  const isUnjudged = whys.some(({ code }) => code !== 'outside-control-limits');
  const verdict: Verdict = isFailed ? 'fail' : isUnjudged ? 'cannot-evaluate' : 'pass';
  return { ...series, line: { ...series.line, verdict, whys: whys.slice(0, 6) } };
}

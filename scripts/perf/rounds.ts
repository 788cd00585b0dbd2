import { isCalm, StolenTime } from './stolen-time.ts';

/**
 * How speed is measured here: subject and baseline take turns in the same run, so that a machine that slows down slows
 * both; the first rounds warm up and are thrown away; a round from which other machines took processor time is measured
 * again, up to as many times as there are rounds; one whose baseline moved by more than 30 % from the median is dropped;
 * the ratio is taken round by round and its median is what counts.
 */
export interface Measurement {
  readonly name: string;
  /** What subject and baseline are, in words. */
  readonly subject: string;
  readonly baseline: string;
  readonly ratio: number;
  readonly roundCount: number;
  readonly droppedCount: number;
  readonly subjectFigure: number;
  readonly baselineFigure: number;
  readonly figureUnit: string;
  readonly must: number;
  readonly goal: number;
  readonly isHigherBetter: boolean;
  readonly note?: string;
}

/** What one round found: both figures, in `figureUnit`. */
interface Pair {
  readonly subject: number;
  readonly baseline: number;
}

export type Comparison = Compared & (InTurn | Interleaved);

interface Compared {
  readonly name: string;
  readonly subject: string;
  readonly baseline: string;
  readonly figureUnit: string;
  readonly must: number;
  readonly goal: number;
  readonly isHigherBetter: boolean;
  /** Rounds that count; decision: at least nine. */
  readonly rounds?: number;
  readonly warmups?: number;
  readonly note?: string;
}

/** A round is one run of each. */
interface InTurn {
  runSubject(): Promise<number> | number;
  runBaseline(): Promise<number> | number;
}

/** A round takes turns within itself, for figures that a few bad moments decide: both must have lived through them. */
interface Interleaved {
  runRound(): Promise<Pair>;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
};

/** Percentile of a list of figures, nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** Runs a comparison; figures are whatever its functions return (rates or durations, in `figureUnit`). */
export async function compare(comparison: Comparison): Promise<Measurement> {
  const rounds = comparison.rounds ?? 9;
  const runRound = 'runRound' in comparison ? comparison.runRound : inTurn(comparison);
  for (let round = 0; round < (comparison.warmups ?? 2); round += 1) await runRound(true);
  const measured: (Pair & { readonly stolen: number })[] = [];
  const calmCount = (): number => measured.filter((pair) => isCalm(pair.stolen)).length;
  const stolen = new StolenTime();
  for (let round = 0; round < 2 * rounds && calmCount() < rounds; round += 1) {
    stolen.share();
    // Which goes first changes with every round, so that neither always finds the caches warmed by the other.
    measured.push({ ...(await runRound(round % 2 === 0)), stolen: stolen.share() });
  }
  // Where there were not enough calm rounds, the calmest of all.
  const pairs = measured.sort((left, right) => left.stolen - right.stolen).slice(0, rounds);
  const usual = median(pairs.map((pair) => pair.baseline));
  const kept = pairs.filter((pair) => Math.abs(pair.baseline - usual) <= usual * 0.3);
  return {
    name: comparison.name,
    subject: comparison.subject,
    baseline: comparison.baseline,
    figureUnit: comparison.figureUnit,
    must: comparison.must,
    goal: comparison.goal,
    isHigherBetter: comparison.isHigherBetter,
    ...noteOf([comparison.note, notCalm(kept.map((pair) => pair.stolen))]),
    ratio: median(kept.map((pair) => pair.subject / pair.baseline)),
    roundCount: kept.length,
    droppedCount: measured.length - kept.length,
    subjectFigure: median(kept.map((pair) => pair.subject)),
    baselineFigure: usual,
  };
}

const inTurn =
  (comparison: InTurn) =>
  async (isBaselineFirst: boolean): Promise<Pair> => {
    if (isBaselineFirst) {
      const baseline = await comparison.runBaseline();
      return { baseline, subject: await comparison.runSubject() };
    }
    const subject = await comparison.runSubject();
    return { subject, baseline: await comparison.runBaseline() };
  };

/** Says so where other machines took processor time from the rounds that count. */
function notCalm(shares: readonly number[]): string | undefined {
  if (shares.every(isCalm)) return undefined;
  const percent = (100 * median(shares)).toFixed(0);
  return `not enough calm rounds: other machines took ${percent} % of the processors' time (median of the rounds that count), which this figure includes.`;
}

function noteOf(notes: readonly (string | undefined)[]): { note?: string } {
  const told = notes.filter((note) => note !== undefined);
  return told.length === 0 ? {} : { note: told.join(' ') };
}

/** `goal`, `must` or `missed`. */
export function verdictOf(measurement: Measurement): 'goal' | 'must' | 'missed' {
  const reaches = (bar: number): boolean =>
    measurement.isHigherBetter ? measurement.ratio >= bar : measurement.ratio <= bar;
  if (reaches(measurement.goal)) return 'goal';
  return reaches(measurement.must) ? 'must' : 'missed';
}

/**
 * How speed is measured here: subject and baseline take turns in the same run, so that a machine that slows down slows
 * both; the first rounds warm up and are thrown away; a round whose baseline moved by more than 30 % from the median is
 * dropped; the ratio is taken round by round and its median is what counts.
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

export interface Comparison {
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
  runSubject(): Promise<number> | number;
  runBaseline(): Promise<number> | number;
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

/** Runs a comparison; figures are whatever the two functions return (rates or durations, in `figureUnit`). */
export async function compare(comparison: Comparison): Promise<Measurement> {
  const rounds = comparison.rounds ?? 9;
  for (let round = 0; round < (comparison.warmups ?? 2); round += 1) {
    await comparison.runBaseline();
    await comparison.runSubject();
  }
  const pairs: { subject: number; baseline: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // Which goes first changes with every round, so that neither always finds the caches warmed by the other.
    if (round % 2 === 0) {
      const baseline = await comparison.runBaseline();
      pairs.push({ baseline, subject: await comparison.runSubject() });
    } else {
      const subject = await comparison.runSubject();
      pairs.push({ subject, baseline: await comparison.runBaseline() });
    }
  }
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
    ...(comparison.note === undefined ? {} : { note: comparison.note }),
    ratio: median(kept.map((pair) => pair.subject / pair.baseline)),
    roundCount: kept.length,
    droppedCount: pairs.length - kept.length,
    subjectFigure: median(kept.map((pair) => pair.subject)),
    baselineFigure: usual,
  };
}

/** `goal`, `must` or `missed`. */
export function verdictOf(measurement: Measurement): 'goal' | 'must' | 'missed' {
  const reaches = (bar: number): boolean =>
    measurement.isHigherBetter ? measurement.ratio >= bar : measurement.ratio <= bar;
  if (reaches(measurement.goal)) return 'goal';
  return reaches(measurement.must) ? 'must' : 'missed';
}

import { rmSync } from 'node:fs';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { fastFolder } from './power-cut.ts';
import { checkWorld } from './sync-check.ts';
import type { SyncHub } from './sync-hub.ts';
import { type SyncStep, syncSteps, tellSteps } from './sync-steps.ts';
import { SyncWorld } from './sync-world.ts';

export interface HistoryOptions {
  readonly count: number;
  readonly seed: number;
  readonly benches: number;
  /** Without it the site has sticks only. */
  readonly startHub?: ((folder: string) => Promise<SyncHub>) | undefined;
  /** Steps of a history. */
  readonly length?: { min: number; max: number };
  /** A failing history is made smaller for so long; 0 leaves it as it is. */
  readonly shrinkMs?: number;
  readonly onHistory?: (done: number) => void;
}

export interface HistoryReport {
  readonly histories: number;
  readonly steps: number;
  readonly records: number;
  /** Rounds in which everybody met, until nothing moved; the most of any history. */
  readonly mostRounds: number;
  /** The smallest failing history that was found: what did not hold, and its steps. */
  readonly failure: string | undefined;
}

/** Lives through random histories of a site, one after the other, until one ends otherwise than it must. */
export async function liveHistories(options: HistoryOptions): Promise<HistoryReport> {
  const { count, seed, benches, startHub, length = { min: 5, max: 60 }, shrinkMs = 0 } = options;
  const root = fastFolder('histories');
  const told = { histories: 0, steps: 0, records: 0, mostRounds: 0 };
  let shrinkUntil = Number.POSITIVE_INFINITY;
  let problems: readonly string[] = [];

  const live = async (steps: readonly SyncStep[]): Promise<boolean> => {
    if (performance.now() > shrinkUntil) return true;
    const world = await SyncWorld.start(root, benches, startHub);
    let found: string[] = [];
    try {
      await world.run(steps);
      const rounds = await world.settle();
      found = await checkWorld(world);
      told.histories++;
      told.steps += steps.length;
      told.records += world.ledger.size;
      told.mostRounds = Math.max(told.mostRounds, rounds);
      if (told.histories % 100 === 0) options.onHistory?.(told.histories);
    } catch (error) {
      found = [`${inspect(error)}`];
    } finally {
      await world.close();
    }
    if (found.length === 0) return true;
    problems = found;
    if (shrinkUntil === Number.POSITIVE_INFINITY) shrinkUntil = performance.now() + shrinkMs;
    return false;
  };
  try {
    const property = fc.asyncProperty(syncSteps(benches, startHub !== undefined, length), live);
    const run = await fc.check(property, { numRuns: count, seed, endOnFailure: shrinkMs === 0 });
    const steps = run.counterexample?.[0];
    const failure =
      run.failed && steps ? `${problems.join('\n')}\nsteps (seed ${seed}):\n${tellSteps(steps)}` : undefined;
    return { ...told, failure };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

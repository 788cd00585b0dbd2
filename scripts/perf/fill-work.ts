import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '../../electron/host/host.ts';
import { addDays, type CivilDate } from '../../shared/kernel/civil-date.ts';
import { fillCalibrations } from './fill-calibrations.ts';
import { caseIdOf, fillCases, fillVisits } from './fill-cases.ts';
import { fillProcedures, fillRuns, runIdOf } from './fill-procedures.ts';
import { fillStandards } from './fill-standards.ts';

/** How much of each was done. */
export interface WorkCounts {
  /** Years back in which instruments are calibrated and verified, twice each. */
  readonly calibrationYears: number;
  readonly standards: number;
  readonly checks: number;
  readonly sops: number;
  readonly versions: number;
  readonly readers: number;
  readonly runs: number;
  readonly cases: number;
  readonly visits: number;
}

/** The first day: one of what a screen must be opened with, and nothing behind it. */
export const firstDay: WorkCounts = {
  ...{ calibrationYears: 0, standards: 1, checks: 1, sops: 1, versions: 1, readers: 1, runs: 1, cases: 1, visits: 1 },
};

export const tenYears: WorkCounts = {
  ...{ calibrationYears: 10, standards: 30, checks: 20, sops: 40, versions: 3, readers: 60 },
  ...{ runs: 3000, cases: 600, visits: 120 },
};

/** Raise it when a stage writes other things: what is there by its name is left alone, so the names must change with it. */
const version = 1;

export interface Worked {
  readonly runId: string;
  readonly caseId: string;
}

/**
 * The second filling: calibrations, procedures and cases on top of a folder that has instruments and plans. Each stage
 * leaves a file when it is through; one that was broken off goes on where it was.
 */
export function fillWork(
  host: Host,
  base: string,
  instrumentIds: readonly string[],
  counts: WorkCounts,
  today: CivilDate,
  say: (text: string) => void,
): Worked {
  const stages: Readonly<Record<string, () => void>> = {
    calibrations: () => fillCalibrations(host, instrumentIds, addDays(today, -365 * counts.calibrationYears), today),
    standards: () => fillStandards(host, instrumentIds, today, counts),
    procedures: () => fillProcedures(host, today, counts),
    runs: () => fillRuns(host, instrumentIds, today, counts),
    cases: () => fillCases(host, instrumentIds, today, counts.cases),
    visits: () => fillVisits(host, instrumentIds, today, counts.visits),
  };
  for (const [name, fill] of Object.entries(stages)) {
    const marker = join(base, `stage-${name}-${version}`);
    if (existsSync(marker)) continue;
    const started = performance.now();
    fill();
    writeFileSync(marker, '');
    say(`  filled ${name} in ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
  }
  // The newest: what somebody opens.
  return { runId: runIdOf(counts.runs - 1), caseId: caseIdOf(counts.cases - 1) };
}

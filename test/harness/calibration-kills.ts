import { killAt } from './kill-at.ts';
import type { ModuleBench } from './module-bench.ts';

/**
 * Lets somebody calibrate and kills the host with -9 once so many more answers were seen, for each of `lines`, on the same
 * folder. Answers one line for each thing that is not as it was told.
 */
export const killCalibrations = (lines: readonly number[]): Promise<{ failures: string[]; saved: number }> =>
  killAt(new URL('./calibration-work.ts', import.meta.url), lines, judge);

async function judge(bench: ModuleBench, told: readonly string[][]): Promise<string[]> {
  const failures: string[] = [];
  const { sessions } = bench.page.calibration;
  for (const sessionId of new Set(told.map(([, id]) => id!))) {
    const session = await sessions.get({ sessionId });
    const own = told.filter(([, id]) => id === sessionId);
    const runIds = new Set(session.runs.map(({ runId }) => runId));
    for (const [what, , name] of own) {
      if (what === 'run' && !runIds.has(name!)) failures.push(`saved and lost: ${name}`);
      if (what === 'closed' && session.closing?.hash !== name) failures.push(`closed and lost: ${name}`);
    }
    const draft = own.findLast(([what]) => what === 'draft')?.[2];
    const kept = session.drafts[0]?.fields.hgb;
    if (session.closing && kept !== undefined) failures.push(`closed and still typed: ${kept}`);
    // One more draft may have reached the disk before its answer was written down.
    if (!session.closing && draft !== undefined && (kept === undefined || kept < draft)) {
      failures.push(`typed ${draft}, found ${kept}`);
    }
    if (session.closing ? session.step !== null : session.step === null) failures.push('no step to go on with');
  }
  return failures;
}

import { killAt } from './kill-at.ts';
import type { ModuleBench } from './module-bench.ts';

/** Lets somebody weigh a pipette's deliveries and kills the host with -9 after so many more answers, for each of `lines`. */
export const killPipetteChecks = (lines: readonly number[]) =>
  killAt(new URL('./pipette-work.ts', import.meta.url), lines, judge);

async function judge({ page }: ModuleBench, told: readonly string[][]): Promise<string[]> {
  const { gravimetry, equipment } = page.calibration.standards;
  const failures: string[] = [];
  const open = new Map((await gravimetry.list()).map(({ sheetId, input }) => [sheetId, input]));
  for (const sheetId of new Set(told.map(([, id]) => id!))) {
    const own = told.filter(([, id]) => id === sheetId);
    // A check that was finished has the sheet's id.
    const check = await equipment.getCheck({ checkId: sheetId }).catch(() => null);
    const isFinished = own.some(([what]) => what === 'finished');
    if (isFinished && check === null) failures.push(`finished and lost: ${sheetId}`);
    if (check !== null && open.has(sheetId)) failures.push(`finished and still open: ${sheetId}`);
    const input = check?.measurement.kind === 'gravimetric' ? check.measurement.input : open.get(sheetId);
    const weighings = input?.volumes[0]?.weighings ?? [];
    for (const [what, , weighingId] of own) {
      if (what !== 'weighed') continue;
      const { length } = weighings.filter((one) => one.weighingId === weighingId);
      if (length !== 1) failures.push(`saved weighing ${weighingId} is there ${length} times`);
    }
  }
  return failures;
}

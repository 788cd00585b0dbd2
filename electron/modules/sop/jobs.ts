import { countersign } from './countersign.ts';
import type { SopDesk } from './desk.ts';

/** A version whose day has come is in force within this time. */
const lookEveryMs = 60_000;
/** The window comes up first. */
const firstLookMs = 5_000;

/** Makes approved versions effective on their day, where this bench decides (decision 21). Answers how to stop. */
export function startSopJobs(desk: SopDesk): () => void {
  const look = (): void => {
    try {
      countersignDue(desk);
    } catch {
      // A damaged, full or closed store says so itself; the next look comes in a minute.
    }
  };
  const first = setTimeout(look, firstLookMs);
  const timer = setInterval(look, lookEveryMs);
  first.unref();
  timer.unref();
  return () => {
    clearTimeout(first);
    clearInterval(timer);
  };
}

/** Countersigns what is approved for today or earlier; answers how many took effect. */
export function countersignDue(desk: SopDesk): number {
  if (desk.context.store.isReadonly || !desk.office().isHere) return 0;
  const today = desk.today();
  const due = desk.rows().filter(({ isRetired, conflictCount, facts: { working } }) => {
    // Where benches decided apart a person looks first.
    if (isRetired || conflictCount > 0 || working?.state !== 'approved') return false;
    return working.effectiveOn !== null && working.effectiveOn <= today;
  });
  return due.filter(({ sopId, facts }) => countersign(desk, sopId, facts.working!.versionId)).length;
}

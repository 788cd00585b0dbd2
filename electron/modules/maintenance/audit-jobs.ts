import type { AuditDesk } from './audit-desk.ts';

/** How often the clock is looked at for the night's run: a machine that slept through it is caught within a minute. */
const lookEveryMs = 60_000;

/** Runs the self-audit every night, and makes up for nights the machine was off or the run was cut off. Answers how to stop. */
export function startAuditJobs(desk: AuditDesk, everyMs = lookEveryMs): () => void {
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    desk
      .runIfDue()
      .catch(() => {
        // The disk is full or read-only: the store says so on every screen, and the next look tries again.
      })
      .finally(() => {
        isBusy = false;
      });
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

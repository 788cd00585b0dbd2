import type { ErrorDesk } from './desk.ts';

/** How often waiting repeats are looked at; each error's own interval is `repeatRecordEveryMs`. */
const lookEveryMs = 60_000;

/** Writes the repeats that have waited long enough. Answers how to stop. */
export function startErrorJobs(desk: ErrorDesk): () => void {
  const timer = setInterval(() => {
    try {
      desk.flush();
    } catch {
      // The disk is full or read-only: the store says so on every screen, and the repeats wait for the next look.
    }
  }, lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

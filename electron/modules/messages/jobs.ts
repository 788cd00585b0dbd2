import type { HostContext } from '../../host/module.ts';
import { readSettings } from '../settings-values.ts';

/** Messages are kept for months; looking a few times a day is enough. */
const lookEveryMs = 6 * 3_600_000;
/** Not in the first minute: the start belongs to the window. */
const firstLookMs = 60_000;

/** Lets messages age by the months the lab sets; partial ones that wait stay. Answers how to stop. */
export function startMessageJobs(context: HostContext): () => void {
  const look = (): void => {
    const before = monthsBefore(context.clock.wallMs(), readSettings(context.store.settings).messageMonths);
    try {
      if (context.store.messages.age(before) > 0) context.topics.announce('messages', 'instruments');
    } catch {
      // A full or read-only disk: the store says so on every screen; nothing is lost by ageing later.
    }
  };
  const first = setTimeout(look, firstLookMs);
  const every = setInterval(look, lookEveryMs);
  first.unref();
  every.unref();
  return () => {
    clearTimeout(first);
    clearInterval(every);
  };
}

/** The same day some months ago (the month's last day where it is shorter), as UTC text. */
export function monthsBefore(wallMs: number, months: number): string {
  const date = new Date(wallMs);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return date.toISOString();
}

import type { CivilDate } from '../../../shared/kernel/civil-date.ts';
import type { HostContext } from '../../host/module.ts';
import type { AgendaDesk } from './agenda-desk.ts';
import { takeNotices } from './live.ts';

/** A change of day or shift, and a counter that came near its limit, are noticed within this time. */
const lookEveryMs = 60_000;
/** Nothing is told in the first moments: the window is coming up and the page reads everything anyway. */
const firstLookMs = 20_000;

/** Announces what became due with the day, and hands the notices for the desktop to whoever listens. Answers how to stop. */
export function startMaintenanceJobs(context: HostContext, desk: AgendaDesk): () => void {
  const startedMs = context.clock.wallMs();
  // Asked at the first look: a calendar's first use costs a start more than anything else here.
  let day: CivilDate | null = null;
  const look = (): void => {
    try {
      day ??= desk.today(null, startedMs).on;
      const { on } = desk.today(null);
      const hasChanged = on !== day;
      day = on;
      // With nobody to tell, nothing counts as told.
      const notices = desk.hasNoticeListeners ? takeNotices(context, desk) : [];
      if (notices.length > 0) desk.tell(notices);
      if (hasChanged || notices.length > 0) context.topics.announce('maintenance');
    } catch {
      // A damaged or closed store says so itself; the next look comes in a minute.
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

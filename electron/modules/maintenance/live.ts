import type { AgendaCounts, Notice } from '../../../shared/modules/maintenance/agenda-contract.ts';
import { warnShare } from '../../../shared/modules/maintenance/rules-meter.ts';
import type { HostContext } from '../../host/module.ts';
import { paced } from '../paced.ts';
import type { AgendaDesk } from './agenda-desk.ts';

/** Days and shifts change by time alone: the agenda is looked at this often in any case. */
const lookEveryMs = 30_000;
const toldKey = 'maintenance/told';
/** Notices remembered as told; older ones concern tasks long done. */
const mostTold = 2000;

/** What is due, overdue or near its counter's limit now, each under the name by which it is told once. */
export function noticesOf(desk: AgendaDesk): Notice[] {
  return desk.items().flatMap((item): Notice[] => {
    const { planId, title, instrumentName, dueOn, occurrence, counter } = item;
    const about = { planId, title, instrumentName, dueOn };
    if (item.state === 'overdue') return [{ id: `overdue/${planId}/${occurrence}`, kind: 'overdue', ...about }];
    if (item.state === 'due') return [{ id: `due/${planId}/${occurrence}`, kind: 'due', ...about }];
    if (counter?.share != null && counter.share >= warnShare) {
      return [{ id: `counter/${planId}/${occurrence}`, kind: 'counter-90', ...about }];
    }
    return [];
  });
}

/** Notices nobody on this machine was told of yet; asking marks them as told. */
export function takeNotices({ store }: HostContext, desk: AgendaDesk): Notice[] {
  const told = new Set(Array.isArray(store.settings.get(toldKey)) ? (store.settings.get(toldKey) as string[]) : []);
  const fresh = noticesOf(desk).filter(({ id }) => !told.has(id));
  if (fresh.length === 0) return [];
  try {
    store.settings.set(toldKey, [...told, ...fresh.map(({ id }) => id)].slice(-mostTold));
  } catch {
    // The disk is full or read-only: the screens say so, and the notice comes again.
  }
  return fresh;
}

/** Counts when they change, plans that stand otherwise, and at every change of day. Notices are told by `jobs.ts`. */
export function liveAgenda(desk: AgendaDesk, countAll: () => AgendaCounts, signal: AbortSignal | undefined) {
  let shown = '';
  let isAll = true;
  let dirty = new Set<string>();
  const waiting: Notice[] = [];
  return paced({
    signal,
    tickMs: lookEveryMs,
    subscribe: (wake) => {
      const stopNotices = desk.onNotices((notices) => {
        waiting.push(...notices);
        wake();
      });
      const stop = desk.onChange((planIds) => {
        if (planIds === 'all') isAll = true;
        else for (const planId of planIds) dirty.add(planId);
        wake();
      });
      return () => {
        stop();
        stopNotices();
      };
    },
    take: () => {
      const today = desk.today(null).on;
      const counts = countAll();
      const text = JSON.stringify([today, counts]);
      const changed = isAll ? desk.plans().map(({ planId }) => planId) : [...dirty];
      const notices = waiting.splice(0);
      if (text === shown && changed.length === 0 && notices.length === 0) return null;
      shown = text;
      isAll = false;
      dirty = new Set();
      return { today, counts, changed, notices };
    },
  });
}

import { addDays } from '../../../shared/kernel/civil-date.ts';
import type { ReadingRow } from '../../../shared/modules/sop/version-contract.ts';
import type { SopDesk } from './desk.ts';
import { unreadOf } from './library-view.ts';
import { accountsOf } from './readers.ts';

/** What the person at the bench must read and has not, the most urgent first. */
export function myReadings(desk: SopDesk): ReadingRow[] {
  const { actor } = desk.context;
  if (actor.kind !== 'account') return [];
  const today = desk.today();
  const accounts = accountsOf(desk);
  return desk
    .rows()
    .filter(({ isRetired, facts }) => !isRetired && unreadOf(desk, facts, accounts).includes(actor.id))
    .flatMap(({ sopId, facts: { code, title, effective, readers } }) => {
      if (!effective) return [];
      const { versionId, number: versionNumber, effectiveOn } = effective;
      const readBy = addDays(effectiveOn, readers?.withinDays ?? 0);
      return [{ sopId, code, title, versionId, versionNumber, effectiveOn, readBy, isLate: today > readBy }];
    })
    .toSorted((a, b) => (a.readBy + a.sopId < b.readBy + b.sopId ? -1 : 1));
}

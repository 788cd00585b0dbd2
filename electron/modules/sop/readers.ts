import { addDays } from '../../../shared/kernel/civil-date.ts';
import { compareNames } from '../../../shared/kernel/compare-names.ts';
import type { Readers } from '../../../shared/modules/sop/terms.ts';
import type { ReaderRow } from '../../../shared/modules/sop/version-contract.ts';
import type { Account } from '../../host/people-source.ts';
import type { SopDesk } from './desk.ts';

/** One reading of one version, as the SOP's records have it. */
interface Reading {
  readonly personId: string;
  readonly printedName: string;
  readonly on: string;
  readonly at: string;
  readonly hash: string;
}

/** Every account of this bench, switched off or not. */
export function accountsOf({ context }: SopDesk): Account[] {
  const ids = context.store.db.prepare('SELECT person_id FROM people').pluck().all() as string[];
  return ids.flatMap((personId) => context.people.account(personId) ?? []);
}

export function mustRead(
  readers: Readers | null,
  account: Account,
  idsOf: (personId: string) => readonly string[],
): boolean {
  if (!readers || !account.isActive) return false;
  const ids = idsOf(account.personId);
  return account.roles.some((role) => readers.roles.includes(role)) || readers.personIds.some((id) => ids.includes(id));
}

/** Who must read a version and who has, the late ones first, then by name. */
export function readerRows(
  desk: SopDesk,
  readers: Readers | null,
  effectiveOn: string | null,
  reads: readonly Reading[],
): ReaderRow[] {
  const { people } = desk.context;
  const lateFrom = effectiveOn === null ? null : addDays(effectiveOn, readers?.withinDays ?? 0);
  const today = desk.today();
  const rows = accountsOf(desk).flatMap((account): ReaderRow[] => {
    const ids = people.idsOf(account.personId);
    const read = reads.find(({ personId }) => ids.includes(personId));
    const must = mustRead(readers, account, people.idsOf);
    if (!must && !read) return [];
    return [
      {
        personId: account.personId,
        printedName: account.printedName,
        roles: [...account.roles],
        mustRead: must,
        read: read ? { on: read.on, at: read.at, hash: read.hash } : null,
        isLate: must && !read && lateFrom !== null && today > lateFrom,
        isActive: account.isActive,
      },
    ];
  });
  return rows.toSorted((a, b) => Number(b.isLate) - Number(a.isLate) || compareNames(a.printedName, b.printedName));
}
